import type { Chart } from '../../charts/kit';
import { dataTable, switcher } from '../../controls';
import { h, replace } from '../../dom';
import { say } from '../../language';
import { formatMoney } from '../../money';
import { followStatus, panel, waiting } from '../../panel';
import { moneyUnit, theme, unitWord } from '../../settings';
import { Signal } from '../../signal';
import { nodeLabel, sankeyOption, treemapOption } from './chart_options';
import { nothingPosted, openFunction, type TotalsContext } from './context';
import { functionRows, opensFurther, type Totals } from './figures';
import { flowsOf } from './flows';

type Kind = 'treemap' | 'sankey';

/** Expenditure as areas, or money as a stream from its sources; the charts' code is loaded now. */
export function chartPanel(context: TotalsContext): HTMLElement {
  const { life, scope, watcher, code } = context;
  const shown = panel(say('totals.charts'), { class: 'chart-panel' });
  const kind = new Signal<Kind>('treemap');
  const canvas = h('div', { class: 'chart' });
  const below = h('div', {});
  let chart: Chart | null = null;

  const flowTable = (totals: Totals) =>
    h(
      'details',
      {},
      h('summary', {}, say('totals.as_table')),
      dataTable(
        say('totals.sankey'),
        [
          { heading: say('totals.from') },
          { heading: say('totals.to') },
          { heading: unitWord(), number: true },
        ],
        flowsOf(totals).map(({ from, to, fen }) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, nodeLabel(from)),
            h('td', {}, nodeLabel(to)),
            h('td', { class: 'number' }, formatMoney(fen, moneyUnit.value)),
          ),
        ),
      ),
    );

  const noteOf = (totals: Totals) =>
    functionRows(totals, code.value).some(opensFurther)
      ? say('totals.treemap_note')
      : say('totals.treemap_last');
  const draw = () => {
    const totals: Totals = watcher.rows.value ?? new Map();
    const nothing = totals.size === 0;
    canvas.hidden = nothing;
    replace(
      below,
      nothing && (watcher.rows.value === null ? waiting() : nothingPosted(scope)),
      !nothing && kind.value === 'sankey' && flowTable(totals),
      !nothing && kind.value === 'treemap' && h('p', { class: 'note' }, noteOf(totals)),
    );
    if (chart === null || nothing) return;
    chart.setOption(
      kind.value === 'treemap' ? treemapOption(totals, code.value) : sankeyOption(flowsOf(totals)),
      true,
    );
  };
  const resized = new ResizeObserver(() => chart?.resize());
  life.add(() => resized.disconnect());
  life.follow(kind, (now) => {
    replace(
      shown.actions,
      switcher(
        say('totals.charts'),
        [
          { value: 'treemap', text: say('totals.treemap') },
          { value: 'sankey', text: say('totals.sankey') },
        ],
        now,
        (value) => {
          kind.value = value as Kind;
        },
      ),
    );
    draw();
  });
  replace(shown.body, canvas, below);
  life.followCalmly(watcher.rows, draw);
  life.listen(moneyUnit, draw);
  life.listen(theme, draw);
  life.listen(code, draw);
  followStatus(life, watcher, shown);
  void import('../../charts/kit').then(({ makeChart }) => {
    if (life.signal.aborted) return;
    chart = makeChart(canvas);
    life.add(() => chart?.dispose());
    chart.on('click', ({ data }) => {
      const { opens } = data as { opens?: string };
      if (opens !== undefined) openFunction(context, opens);
    });
    resized.observe(canvas);
    draw();
  });
  return shown.element;
}
