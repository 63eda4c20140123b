// The versions of one document, and what changed between two of them.
import type { Document } from '../../../build/generated/yuheng/budget/v1/document_pb';
import type { Submission } from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { severityCounts, stateBadge, versionText } from '../../badges';
import { dataTable, emptyNote, select } from '../../controls';
import { type Child, h, replace } from '../../dom';
import type { Address } from '../../form';
import { say } from '../../language';
import { formatChange } from '../../money';
import { departmentOf } from '../../names';
import type { Lifetime } from '../../lifetime';
import { loadInto, panel } from '../../panel';
import { cellName } from '../../place_name';
import { link } from '../../route';
import { formatTime } from '../../time';
import { ingestion } from '../../transport/clients';
import { printedCells } from './cells';
import { changedWords, sentencesBeyond, type WordChange } from './changed_words';
import { documentLanguage } from './place_mark';

const pageSize = 200;
/** Of each version; where more are another, it is another text. */
const sentencesMax = 100;

/** Versions of the same department, unit, year and stage, newest first. */
export async function versionsOf(submission: Submission): Promise<Submission[]> {
  const { submissions } = await ingestion.listSubmissions({
    parent: departmentOf(submission.name),
    pageSize,
  });
  return submissions.filter(
    (one) =>
      one.unit === submission.unit &&
      one.fiscalYear === submission.fiscalYear &&
      one.stage === submission.stage &&
      one.test === submission.test,
  );
}

export interface CellChange {
  readonly address: Address;
  readonly before: string;
  readonly after: string;
  readonly differenceFen: bigint;
}

/** Cells of the tables that are printed otherwise, in the order of the newer document. */
export function changedCells(before: Document, after: Document): CellChange[] {
  const old = printedCells(before);
  const now = printedCells(after);
  const changes: CellChange[] = [];
  for (const key of new Set([...now.keys(), ...old.keys()])) {
    const was = old.get(key);
    const is = now.get(key);
    if (was?.text === is?.text) continue;
    changes.push({
      address: (is ?? was)!.address,
      before: was?.text ?? '',
      after: is?.text ?? '',
      differenceFen: (is?.fen ?? 0n) - (was?.fen ?? 0n),
    });
  }
  return changes;
}

function changeTable(changes: readonly CellChange[]): Child {
  if (changes.length === 0) return emptyNote(say('versions.same'));
  return dataTable(
    say('versions.changes'),
    [
      { heading: say('totals.cell') },
      { heading: say('versions.before'), number: true },
      { heading: say('versions.after'), number: true },
      { heading: say('totals.change'), number: true },
    ],
    changes.map((change) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, cellName(change.address)),
        h('td', { class: 'number' }, change.before),
        h('td', { class: 'number' }, change.after),
        h('td', { class: 'number' }, formatChange(change.differenceFen, 'wan')),
      ),
    ),
  );
}

function wordTable(changes: readonly WordChange[]): Child {
  if (changes.length === 0) return emptyNote(say('versions.same_words'));
  return dataTable(
    say('versions.words'),
    [
      { heading: say('versions.words') },
      { heading: say('versions.before') },
      { heading: say('versions.after') },
    ],
    changes.map(({ place, before, after }) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, place),
        h('td', { lang: documentLanguage }, before),
        h('td', { lang: documentLanguage }, after),
      ),
    ),
  );
}

function sentenceList(title: string, sentences: readonly string[]): Child {
  return (
    sentences.length > 0 && [
      h('p', { class: 'note' }, title),
      h(
        'ul',
        { lang: documentLanguage },
        sentences.slice(0, sentencesMax).map((text) => h('li', {}, text)),
      ),
      sentences.length > sentencesMax &&
        h('p', { class: 'note' }, say('totals.first_only', { count: sentencesMax })),
    ]
  );
}

function changedSentences(before: Document, after: Document): Child {
  const added = sentencesBeyond(after, before);
  const gone = sentencesBeyond(before, after);
  return (
    added.length + gone.length > 0 &&
    h(
      'details',
      {},
      h('summary', {}, say('versions.sentences', { added: added.length, gone: gone.length })),
      sentenceList(say('versions.new_sentences'), added),
      sentenceList(say('versions.old_sentences'), gone),
    )
  );
}

export function versionPanel(life: Lifetime, submission: Submission): HTMLElement {
  const shown = panel(say('versions.title'));
  const compared = panel(say('versions.changes'), { class: 'inset', level: 'h3' });
  const compare = (base: Submission) =>
    void loadInto(
      compared,
      life,
      () =>
        Promise.all([
          ingestion.getDocument({ name: base.name }),
          ingestion.getDocument({ name: submission.name }),
        ]),
      ([before, after]) =>
        replace(
          compared.body,
          changeTable(changedCells(before, after)),
          wordTable(changedWords(before, after)),
          changedSentences(before, after),
        ),
    );
  void loadInto(
    shown,
    life,
    () => versionsOf(submission),
    (versions) => {
      const others = versions.filter(
        (one) => one.name !== submission.name && one.verdict !== undefined,
      );
      const base = others.find((one) => one.version < submission.version) ?? others[0];
      replace(
        shown.body,
        dataTable(
          say('versions.title'),
          [
            { heading: say('submission.version') },
            { heading: say('progress.state') },
            { heading: say('progress.findings') },
            { heading: say('progress.received') },
            { heading: say('submission.file') },
          ],
          versions.map((one) =>
            h(
              'tr',
              { 'aria-current': one.name === submission.name ? 'true' : undefined },
              h(
                'th',
                { scope: 'row' },
                h('a', { href: link('submission', { name: one.name }) }, versionText(one)),
              ),
              h('td', {}, stateBadge(one.state)),
              h('td', {}, one.verdict !== undefined && severityCounts(one.verdict)),
              h('td', { class: 'time' }, formatTime(one.receiveTime)),
              h('td', {}, one.fileName),
            ),
          ),
        ),
        base !== undefined && [
          select(
            say('versions.compare_with'),
            others.map((one) => ({
              value: one.name,
              text: versionText(one),
            })),
            base.name,
            (name) => compare(others.find((one) => one.name === name)!),
          ),
          compared.element,
        ],
      );
      if (base !== undefined) compare(base);
    },
  );
  return shown.element;
}
