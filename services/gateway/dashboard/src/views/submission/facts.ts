// What is known about a submission as a whole: receipt, verdict, history.
import type { Submission } from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { severityCounts, stateBadge } from '../../badges';
import { button, dataTable } from '../../controls';
import { download } from '../../csv';
import { type Child, h } from '../../dom';
import { pick, say } from '../../language';
import { lastPart } from '../../names';
import { act } from '../../panel';
import { link } from '../../route';
import { formatTime } from '../../time';
import { ingestion, streaming } from '../../transport/clients';
import { stateWord, verdictWord } from '../../words';

async function saveOriginal(submission: Submission, signal: AbortSignal): Promise<void> {
  const chunks: BlobPart[] = [];
  for await (const { chunk } of ingestion.readSource(
    { name: submission.name },
    streaming(signal),
  )) {
    chunks.push(chunk as Uint8Array<ArrayBuffer>);
  }
  download(submission.fileName, new Blob(chunks), 'application/octet-stream');
}

const fact = (name: string, value: Child) => h('div', {}, h('dt', {}, name), h('dd', {}, value));

export function factList(submission: Submission, signal: AbortSignal): HTMLElement {
  const { verdict } = submission;
  const note = h('div', {});
  const original = button(
    say('submission.original'),
    () => void act(original, note, () => saveOriginal(submission, signal)),
    { class: 'quiet' },
  );
  return h(
    'div',
    {},
    h(
      'dl',
      { class: 'facts' },
      fact(say('progress.state'), [
        stateBadge(submission.state),
        submission.late && h('span', { class: 'badge badge-warning' }, say('progress.late')),
        submission.test && h('span', { class: 'badge' }, say('submission.test')),
      ]),
      fact(say('submission.receipt'), h('code', {}, lastPart(submission.name))),
      fact(
        say('submission.version'),
        say('submission.version_of', { version: submission.version }),
      ),
      fact(say('submission.file'), [submission.fileName, ' ', original]),
      fact('SHA-256', h('code', { class: 'hash' }, submission.documentSha256)),
      fact(say('progress.received'), formatTime(submission.receiveTime)),
      verdict !== undefined &&
        fact(say('submission.verdict'), [
          verdictWord(verdict.verdict),
          ' ',
          severityCounts(verdict),
        ]),
      verdict !== undefined && fact(say('submission.form'), verdict.form),
      submission.verdictStale &&
        fact(
          say('submission.in_force'),
          h('span', { class: 'badge badge-warning' }, say('submission.stale')),
        ),
      submission.correctionEndTime !== undefined &&
        fact(say('decision.correct_by'), formatTime(submission.correctionEndTime)),
      submission.entry !== '' &&
        fact(
          say('submission.entry'),
          h(
            'a',
            { href: link('audit', { entry: submission.entry }) },
            say('totals.entry', { seq: lastPart(submission.entry) }),
            ' · ',
            say('common.revision', { revision: submission.revision }),
          ),
        ),
    ),
    note,
  );
}

export function history(submission: Submission): HTMLElement {
  return dataTable(
    say('submission.history'),
    [
      { heading: say('common.time') },
      { heading: say('progress.state') },
      { heading: say('common.who') },
      { heading: say('common.reason') },
    ],
    submission.history.map((change) =>
      h(
        'tr',
        {},
        h('td', { class: 'time' }, formatTime(change.time)),
        h('td', {}, stateWord(change.state)),
        h('td', {}, change.actor),
        h('td', {}, pick(change.reason)),
      ),
    ),
  );
}
