// The dashboard: the prefecture's, or one department's, totals as they change.
import { departmentNames } from '../../directory';
import { h, replace } from '../../dom';
import { say } from '../../language';
import { currentPeriod, periodControls, periodText } from '../../period';
import { link, route } from '../../route';
import { chosenScope, scopeChoice, scopeLabel } from '../../scope_choice';
import { homeScope, isBureau } from '../../session';
import { Signal } from '../../signal';
import { type Scope, watchTotals } from '../../watch/streams';
import type { View } from '../view';
import { chartPanel } from './chart_panel';
import { eliminationPanel, mayReadEliminations } from './elimination_panel';
import { functionPanel } from './function_panel';
import { glancePanel } from './glance_panel';
import { sourcePanel } from './source_panel';
import { threePublicPanel } from './three_public_panel';
import { tickerPanel } from './ticker_panel';

export const totalsView: View = (life) => {
  const period = currentPeriod();
  const scope: Scope = { name: chosenScope(), ...period };
  const { watcher, release } = watchTotals(scope);
  life.add(release);
  const code = new Signal(route.value.parameters['code'] ?? '');
  const context = { life, scope, watcher, code };
  const title = h('h1', {});
  life.follow(departmentNames, () => {
    const whose = scopeLabel(scope.name);
    replace(title, say('totals.title', { whose, period: periodText(period) }));
  });
  return h(
    'div',
    { class: 'view totals' },
    h(
      'div',
      { class: 'view-head' },
      title,
      scope.name !== homeScope() &&
        !isBureau() &&
        h(
          'a',
          {
            href: link('totals', {
              ...route.value.parameters,
              department: '',
              unit: '',
              group: '',
            }),
          },
          say('totals.back_to_prefecture'),
        ),
      h('div', { class: 'period' }, scopeChoice(life), periodControls()),
    ),
    glancePanel(context),
    h(
      'div',
      { class: 'columns' },
      h('div', { class: 'column-wide' }, functionPanel(context), chartPanel(context)),
      h(
        'div',
        { class: 'column-narrow' },
        sourcePanel(context),
        threePublicPanel(context),
        tickerPanel(context),
      ),
    ),
    mayReadEliminations() && eliminationPanel(context),
  );
};
