// Ceilings in force against what departments' newest drafts print.
import {
  type CeilingFigure,
  ExpenditureKind,
} from '../../../build/generated/yuheng/budget/v1/ceiling_pb';
import { Side, Stage, TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import type { Ceiling } from '../../../build/generated/yuheng/ingestion/v1/ceiling_pb';
import {
  type Submission,
  SubmissionState,
} from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { stateBadge } from '../../badges';
import { button, dataTable, emptyNote } from '../../controls';
import { ownerLabel } from '../../directory';
import { h, replace } from '../../dom';
import { type Address, formatAddress, lineLabel } from '../../form';
import { say, type TextKey } from '../../language';
import type { Lifetime } from '../../lifetime';
import { formatMoney, formatChange } from '../../money';
import { loadInto, panel } from '../../panel';
import type { Period } from '../../period';
import { departmentOf, partOf } from '../../names';
import { link } from '../../route';
import { prefecture } from '../../session';
import { moneyUnit, unitWord } from '../../settings';
import { ingestion } from '../../transport/clients';
import { type Printed, printedCells } from '../submission/cells';

/** Departments and units whose drafts are asked for. */
const ownersMax = 100;
const lanes = 4;

const kindKeys: Record<ExpenditureKind, TextKey> = {
  [ExpenditureKind.UNSPECIFIED]: 'ceiling.all_kinds',
  [ExpenditureKind.BASIC]: 'totals.basic',
  [ExpenditureKind.PERSONNEL]: 'ceiling.personnel',
  [ExpenditureKind.PUBLIC]: 'ceiling.public',
  [ExpenditureKind.PROJECT]: 'totals.project',
};

/** The tables that state basic and project expenditure of a source. */
const kindTables: Readonly<Record<string, TableKind>> = {
  ALL: TableKind.T3,
  gen: TableKind.T5,
  fund: TableKind.T8,
  soe: TableKind.T9,
};

/** The cell that a ceiling's figure limits; null where no table states it. */
export function limitedCell({ source, kind }: CeilingFigure): Address | null {
  if (kind === ExpenditureKind.UNSPECIFIED) {
    return { table: TableKind.T1, side: Side.INCOME, row: source, column: '' };
  }
  const all = { side: Side.UNSPECIFIED, row: 'ALL' };
  if (kind === ExpenditureKind.PERSONNEL || kind === ExpenditureKind.PUBLIC) {
    const column = kind === ExpenditureKind.PERSONNEL ? 'personnel' : 'public';
    return source === 'gen' ? { ...all, table: TableKind.T6, column } : null;
  }
  const table = kindTables[source];
  const column = kind === ExpenditureKind.BASIC ? 'basic' : 'project';
  return table === undefined ? null : { ...all, table, column };
}

interface Held {
  readonly ceiling: Ceiling;
  /** The newest draft that was not taken back; null when there is none. */
  readonly draft: Submission | null;
  readonly cells: ReadonlyMap<string, Printed>;
}

const taken = [SubmissionState.WITHDRAWN, SubmissionState.UNREADABLE, SubmissionState.RECEIVED];

async function heldBy(ceiling: Ceiling, fiscalYear: number): Promise<Held> {
  const unit = partOf(ceiling.parent, 'units');
  const { submissions } = await ingestion.listSubmissions({
    parent: departmentOf(ceiling.parent),
    pageSize: 200,
  });
  const draft =
    submissions.find(
      (one) =>
        one.stage === Stage.DRAFT &&
        one.fiscalYear === fiscalYear &&
        one.unit === unit &&
        !one.test &&
        !taken.includes(one.state),
    ) ?? null;
  if (draft === null) return { ceiling, draft, cells: new Map() };
  return { ceiling, draft, cells: printedCells(await ingestion.getDocument({ name: draft.name })) };
}

/** One after another in a few lanes, so that a long list floods no service. */
async function allHeld(ceilings: readonly Ceiling[], fiscalYear: number): Promise<Held[]> {
  const held: Held[] = [];
  for (let at = 0; at < ceilings.length; at += lanes) {
    held.push(
      ...(await Promise.all(ceilings.slice(at, at + lanes).map((one) => heldBy(one, fiscalYear)))),
    );
  }
  return held;
}

function figureRow(
  { ceiling, draft: submission, cells }: Held,
  figure: CeilingFigure,
): HTMLTableRowElement {
  const address = limitedCell(figure);
  const draft =
    address === null || submission === null ? null : (cells.get(formatAddress(address))?.fen ?? 0n);
  const room = draft === null ? null : figure.amountFen - draft;
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, ownerLabel(ceiling.parent)),
    h(
      'td',
      {},
      figure.source === 'ALL'
        ? say('common.total')
        : lineLabel(TableKind.T1, Side.INCOME, figure.source),
    ),
    h('td', {}, (say as (key: TextKey) => string)(kindKeys[figure.kind])),
    h('td', { class: 'number' }, formatMoney(figure.amountFen, moneyUnit.value)),
    h(
      'td',
      { class: 'number' },
      draft === null || submission === null || address === null
        ? '—'
        : h(
            'a',
            { href: link('submission', { name: submission.name, at: formatAddress(address) }) },
            formatMoney(draft, moneyUnit.value),
          ),
    ),
    h('td', {}, submission !== null && stateBadge(submission.state)),
    h(
      'td',
      { class: `number ${room !== null && room < 0n ? 'bad' : ''}` },
      room === null
        ? '—'
        : room < 0n
          ? say('ceiling.beyond', { amount: formatMoney(-room, moneyUnit.value) })
          : formatChange(room, moneyUnit.value),
    ),
  );
}

export function ceilingPanel(life: Lifetime, { fiscalYear }: Period): HTMLElement {
  const shown = panel(say('ceiling.title', { year: fiscalYear }), {
    actions: button(say('action.reload'), () => load(), { class: 'quiet' }),
  });
  const load = () =>
    void loadInto(
      shown,
      life,
      async () => {
        const { ceilings } = await ingestion.listCeilings({
          parent: prefecture(),
          fiscalYear,
          pageSize: 1000,
        });
        return allHeld(ceilings.slice(0, ownersMax), fiscalYear);
      },
      (held) =>
        replace(
          shown.body,
          held.length === 0
            ? emptyNote(say('ceiling.none'))
            : dataTable(
                say('ceiling.title', { year: fiscalYear }),
                [
                  { heading: say('common.department') },
                  { heading: say('totals.source') },
                  { heading: say('ceiling.kind') },
                  { heading: `${say('ceiling.ceiling')} (${unitWord()})`, number: true },
                  { heading: say('ceiling.draft'), number: true },
                  { heading: say('progress.state') },
                  { heading: say('ceiling.room'), number: true },
                ],
                held.flatMap((one) => one.ceiling.figures.map((figure) => figureRow(one, figure))),
              ),
          held.length === ownersMax &&
            h('p', { class: 'note' }, say('totals.first_only', { count: ownersMax })),
        ),
    );
  load();
  return shown.element;
}
