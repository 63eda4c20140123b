// Two years, stages or departments side by side, cell by cell.
import type { TotalComparison } from '../../../build/generated/yuheng/aggregation/v1/totals_pb';
import { Side, TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { dataTable, emptyNote, select } from '../../controls';
import { covered, coverageNote, coverageOf } from '../../coverage';
import { csvButton, downloadTable, wanHeading } from '../../csv';
import { h, replace } from '../../dom';
import { addressLabel, tables, tableTitle } from '../../form';
import { say } from '../../language';
import { formatChange, formatMoney, percentage, plainWan } from '../../money';
import { loadInto, panel } from '../../panel';
import { currentPeriod, type Period, periodText, stageChoices, yearChoices } from '../../period';
import { adjust, route } from '../../route';
import { chosenScope, scopeChoice, scopeLabel } from '../../scope_choice';
import { prefecture } from '../../session';
import { moneyUnit, unitWord } from '../../settings';
import { aggregation } from '../../transport/clients';
import { stageOf, stageSlug } from '../../words';
import type { Scope } from '../../watch/streams';
import type { View } from '../view';

function changed(comparison: TotalComparison): boolean {
  return comparison.derivedFen !== comparison.baseDerivedFen;
}

/** Whether documents have figures in one of the two that are compared. */
export const hasFigures = (
  comparisons: readonly TotalComparison[],
  fen: 'derivedFen' | 'baseDerivedFen',
  printed: 'printedFen' | 'basePrintedFen',
): boolean => comparisons.some((one) => one[fen] !== 0n || one[printed] !== undefined);

/** The code of a row, where rows have codes. */
function code(comparison: TotalComparison): string {
  const { row } = comparison.account!;
  return /^\d/.test(row) ? row.split('|')[0]! : '';
}

function basePeriod(period: Period): Period {
  const { base_year, base_stage } = route.value.parameters;
  const year = Number(base_year);
  return {
    fiscalYear:
      Number.isInteger(year) && year >= 2000 && year <= 2100 ? year : period.fiscalYear - 1,
    stage: stageOf(base_stage ?? stageSlug(period.stage)),
  };
}

export const compareView: View = (life) => {
  const period = currentPeriod();
  const base = basePeriod(period);
  const { table: typed = '1' } = route.value.parameters;
  const kind = (tables[Number(typed) - 1] === undefined ? 1 : Number(typed)) as TableKind;
  const name = chosenScope();
  let onlyChanged = false;
  const here = { name, ...period };
  const there = { name, ...base };
  let found: readonly TotalComparison[] = [];
  /** What was not posted at all is no nought. */
  let posted = { here: true, there: true };
  let coverage = covered;

  const shown = panel(tableTitle(kind), {
    actions: [
      h(
        'label',
        { class: 'check' },
        h('input', {
          type: 'checkbox',
          onchange: (event) => {
            onlyChanged = (event.target as HTMLInputElement).checked;
            draw();
          },
        }),
        say('compare.changed_only'),
      ),
      csvButton(tableTitle(kind), () => save()),
    ],
  });
  const sideWord = (side: Side) =>
    side === Side.INCOME
      ? `${say('document.income')} · `
      : side === Side.EXPENDITURE
        ? `${say('document.expenditure')} · `
        : '';
  const label = (one: TotalComparison) =>
    `${sideWord(one.account!.side)}${[code(one), addressLabel(one.account!)].join(' ').trim()}`;
  const figures = ({ derivedFen, baseDerivedFen }: TotalComparison) => {
    const now = posted.here ? derivedFen : null;
    const before = posted.there ? baseDerivedFen : null;
    const change = now === null || before === null ? null : now - before;
    return { now, before, change, growth: change === null ? null : percentage(change, before!) };
  };
  const missing = (scope: Scope) =>
    h('p', { class: 'notice' }, say('totals.no_base', { period: periodText(scope) }));
  const row = (one: TotalComparison) => {
    const { now, before, change, growth } = figures(one);
    const amount = (fen: bigint | null) => (fen === null ? '—' : formatMoney(fen, moneyUnit.value));
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, label(one)),
      h('td', { class: 'number' }, amount(now)),
      h('td', { class: 'number' }, amount(before)),
      h('td', { class: 'number' }, change === null ? '—' : formatChange(change, moneyUnit.value)),
      h('td', { class: 'number' }, growth ?? '—'),
    );
  };
  const rows = () => (onlyChanged ? found.filter(changed) : found);
  const draw = () =>
    replace(
      shown.body,
      found.length > 0 && !posted.here && missing(here),
      found.length > 0 && !posted.there && missing(there),
      posted.here && posted.there && coverageNote(coverage, here, there),
      rows().length === 0
        ? emptyNote(found.length === 0 ? say('compare.nothing') : undefined)
        : dataTable(
            say('compare.title'),
            [
              { heading: say('totals.cell') },
              { heading: `${periodText(period)} (${unitWord()})`, number: true },
              { heading: periodText(base), number: true },
              { heading: say('totals.change'), number: true },
              { heading: say('compare.growth'), number: true },
            ],
            rows().map(row),
          ),
    );
  const save = () =>
    downloadTable(
      [scopeLabel(name), periodText(period), periodText(base), tableTitle(kind)],
      [
        [
          say('totals.code'),
          say('totals.cell'),
          wanHeading(periodText(period)),
          wanHeading(periodText(base)),
          wanHeading(say('totals.change')),
          say('compare.growth'),
        ],
        ...rows().map((one) => {
          const { now, before, change, growth } = figures(one);
          return [
            code(one),
            `${sideWord(one.account!.side)}${addressLabel(one.account!)}`,
            ...[now, before, change].map((fen) => (fen === null ? '' : plainWan(fen))),
            growth ?? '',
          ];
        }),
      ],
    );
  life.listen(moneyUnit, draw);
  void loadInto(
    shown,
    life,
    // Every budget has table 1, which tells whether there is one.
    () =>
      aggregation.compareTotals(
        { scope: here, base: there, tables: [...new Set([TableKind.T1, kind])] },
        { signal: life.signal },
      ),
    ({ comparisons, revision }) => {
      found = comparisons.filter(({ account }) => account!.table === kind);
      posted = {
        here: hasFigures(comparisons, 'derivedFen', 'printedFen'),
        there: hasFigures(comparisons, 'baseDerivedFen', 'basePrintedFen'),
      };
      draw();
      return revision;
    },
  );
  coverageOf(here, there)
    .then((known) => {
      coverage = known;
      if (found.length > 0) draw();
    })
    .catch(() => undefined); // Then who is missing is not told.

  const controls = h(
    'div',
    { class: 'filters' },
    select(
      say('compare.scope'),
      yearChoices(period.fiscalYear),
      String(period.fiscalYear),
      (year) => adjust({ year }),
      { id: 'scope-year' },
    ),
    select(
      say('common.stage'),
      stageChoices(),
      stageSlug(period.stage),
      (stage) => adjust({ stage }),
      { id: 'scope-stage' },
    ),
    select(
      say('compare.base'),
      yearChoices(base.fiscalYear),
      String(base.fiscalYear),
      (base_year) => adjust({ base_year }),
      { id: 'base-year' },
    ),
    select(
      say('compare.base_stage'),
      stageChoices(),
      stageSlug(base.stage),
      (base_stage) => adjust({ base_stage }),
      { id: 'base-stage' },
    ),
    select(
      say('compare.table'),
      tables.map((one, index) => ({
        value: String(one.number),
        text: tableTitle((index + 1) as TableKind),
      })),
      String(kind),
      (table) => adjust({ table }),
      { id: 'table' },
    ),
    scopeChoice(life),
  );
  return h(
    'div',
    { class: 'view' },
    h(
      'div',
      { class: 'view-head' },
      h(
        'h1',
        {},
        name === prefecture()
          ? say('compare.title')
          : `${say('compare.title')} · ${scopeLabel(name)}`,
      ),
    ),
    controls,
    shown.element,
  );
};
