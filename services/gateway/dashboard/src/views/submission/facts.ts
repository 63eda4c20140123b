// What is known about a submission as a whole: receipt, verdict, history.
import {
  type Submission,
  SubmissionState,
} from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { severityCounts, stateBadge, versionText } from '../../badges';
import { button, dataTable } from '../../controls';
import { ownerLabel } from '../../directory';
import { type Child, h } from '../../dom';
import { downloadPieces, workbookType } from '../../download';
import { formName } from '../../form';
import { pick, say } from '../../language';
import { lastPart } from '../../names';
import { act } from '../../panel';
import { link } from '../../route';
import { formatTime } from '../../time';
import { ingestion, reporting, streaming } from '../../transport/clients';
import { actorWord, verdictWord } from '../../words';
import { recheckable } from './decisions';

const saveOriginal = ({ name, fileName }: Submission, signal: AbortSignal) =>
  downloadPieces(
    fileName,
    ingestion.readSource({ name }, streaming(signal)),
    'application/octet-stream',
  );

/** To correct it in a workbook, whatever it was sent as. */
const saveTemplate = ({ name, fiscalYear, unit }: Submission, signal: AbortSignal) =>
  downloadPieces(
    `${ownerLabel(name, unit)} ${fiscalYear}.xlsx`,
    reporting.renderTemplate({ name }, streaming(signal)),
    workbookType,
  );

/** What a verdict is no longer worth, above the facts. */
export function staleNote({ verdictStale, state }: Submission): Child {
  if (!verdictStale) return null;
  return h(
    'p',
    { class: 'notice back-note' },
    h('span', { class: 'badge badge-warning' }, say('submission.stale_mark')),
    ` ${say('submission.stale')} `,
    recheckable(state) && say('submission.stale_pending'),
  );
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
  const template = button(
    say('submission.template'),
    () => void act(template, note, () => saveTemplate(submission, signal)),
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
        submission.state === SubmissionState.ACCEPTED &&
          h('p', { class: 'note' }, say('submission.to_be_posted')),
      ]),
      fact(say('submission.receipt'), h('code', {}, lastPart(submission.name))),
      fact(say('submission.version'), versionText(submission)),
      fact(say('submission.file'), [submission.fileName, ' ', original, ' ', template]),
      fact('SHA-256', h('code', { class: 'hash' }, submission.documentSha256)),
      fact(say('progress.received'), formatTime(submission.receiveTime)),
      verdict !== undefined &&
        fact(say('submission.verdict'), [
          verdictWord(verdict.verdict),
          ' ',
          severityCounts(verdict),
        ]),
      verdict !== undefined && fact(say('submission.form'), formName(verdict.form)),
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
        h('td', {}, stateBadge(change.state)),
        h('td', {}, actorWord(change.actor)),
        h('td', {}, pick(change.reason)),
      ),
    ),
  );
}
