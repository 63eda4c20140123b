// 三公 expenditure beside that of the year before.
import { Side, TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { dataTable } from '../../controls';
import { type Coverage, coverageNote, coverageOf } from '../../coverage';
import { csvButton, wanHeading } from '../../csv';
import { h, replace } from '../../dom';
import { lineLabel } from '../../form';
import { say } from '../../language';
import { formatChange, formatMoney, percentage, plainWan } from '../../money';
import { panel } from '../../panel';
import { periodText } from '../../period';
import { moneyUnit, unitWord } from '../../settings';
import { aggregation } from '../../transport/clients';
import { totalsMap } from '../../watch/streams';
import { drawTotals, saveTotals, type TotalsContext } from './context';
import { told, type Totals } from './figures';

const lines = ['total', 'abroad', 'reception', 'car', 'car_buy', 'car_run'] as const;

/** Between two readings of the year before while there are postings. */
const readingMs = 5_000;

interface Before {
  /** The revision it was read at, or later. */
  readonly revision: bigint;
  readonly totals: Totals;
  readonly coverage: Coverage;
}

export function threePublicPanel(context: TotalsContext): HTMLElement {
  const { life, scope, watcher } = context;
  const baseScope = { ...scope, fiscalYear: scope.fiscalYear - 1 };
  // Null until the year before is known.
  let before: Before | null = null;
  const at = (totals: Totals, line: string) => told(totals, TableKind.T10, line, 'total');
  const name = (line: string) => lineLabel(TableKind.T10, Side.UNSPECIFIED, line);
  const figures = (totals: Totals, line: string) => {
    const now = at(totals, line);
    const base = before === null || before.totals.size === 0 ? null : at(before.totals, line);
    const change = base === null ? null : now - base;
    return { now, base, change, growth: change === null ? null : percentage(change, base!) };
  };
  const headings = (now: string, base: string, change: string) => [
    say('totals.item'),
    now,
    base,
    change,
    say('compare.growth'),
  ];
  const years = [String(scope.fiscalYear), String(baseScope.fiscalYear)] as const;
  const save = () => {
    const totals: Totals = watcher.rows.value ?? new Map();
    saveTotals(context, say('totals.three_public'), [
      headings(wanHeading(years[0]), wanHeading(years[1]), wanHeading(say('totals.change'))),
      ...lines.map((line) => {
        const { now, base, change, growth } = figures(totals, line);
        const amounts = [now, base, change].map((fen) => (fen === null ? '' : plainWan(fen)));
        return [name(line), ...amounts, growth ?? ''];
      }),
    ]);
  };
  const shown = panel(say('totals.three_public_yoy', { year: years[1] }), {
    actions: csvButton(say('totals.three_public'), save),
  });
  const row = (totals: Totals, line: string) => {
    const { now, base, change, growth } = figures(totals, line);
    const rise = change !== null && change > 0n;
    return h(
      'tr',
      { class: line.startsWith('car_') ? 'part' : 'source' },
      h('th', { scope: 'row' }, name(line)),
      h('td', { class: 'number' }, formatMoney(now, moneyUnit.value)),
      h('td', { class: 'number' }, base === null ? '—' : formatMoney(base, moneyUnit.value)),
      h(
        'td',
        { class: `number ${rise ? 'rise' : ''}` },
        change === null ? '—' : formatChange(change, moneyUnit.value),
      ),
      h('td', { class: 'number' }, growth ?? '—'),
    );
  };
  const show = drawTotals(context, shown, (totals) =>
    replace(
      shown.body,
      dataTable(
        say('totals.three_public'),
        headings(`${years[0]} (${unitWord()})`, years[1], say('totals.change')).map(
          (heading, column) => ({ heading, number: column > 0 }),
        ),
        lines.map((line) => row(totals, line)),
      ),
      before?.totals.size === 0
        ? h('p', { class: 'note' }, say('totals.no_base', { period: periodText(baseScope) }))
        : before !== null && coverageNote(before.coverage, scope, baseScope),
    ),
  );
  // Its postings are none of the stream's, but move the revision that the stream tells.
  let askedMs = -Infinity;
  life.follow(watcher.status, ({ kind }) => {
    const { revision } = watcher.feed;
    if (kind !== 'live' || (before !== null && before.revision >= revision)) return;
    if (performance.now() - askedMs < readingMs) return;
    askedMs = performance.now();
    const tables = [TableKind.T10];
    Promise.all([
      aggregation.listTotals({ scope: baseScope, tables }, { signal: life.signal }),
      coverageOf(scope, baseScope),
    ])
      .then(([{ totals }, coverage]) => {
        before = { revision, totals: totalsMap(totals), coverage };
        if (!life.signal.aborted) show();
      })
      .catch(() => undefined); // It is asked again; until then what is known stands.
  });
  return shown.element;
}
