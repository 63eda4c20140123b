// Ceilings in force beside what drafts state, as the service compares them.
import { ExpenditureKind } from '../../../build/generated/yuheng/budget/v1/ceiling_pb';
import { Side, TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import {
  type CeilingComparison,
  CeilingVerdict,
  type ComparedFigure,
} from '../../../build/generated/yuheng/ingestion/v1/ceiling_pb';
import { button, dataTable, emptyNote } from '../../controls';
import { ownerLabel } from '../../directory';
import { type Child, h, replace } from '../../dom';
import { lineLabel } from '../../form';
import { listed, say, sayKey, type TextKey } from '../../language';
import type { Lifetime } from '../../lifetime';
import { formatMoney, formatChange } from '../../money';
import { loadInto, panel } from '../../panel';
import type { Period } from '../../period';
import { link } from '../../route';
import { prefecture } from '../../session';
import { moneyUnit, unitWord } from '../../settings';
import { ingestion } from '../../transport/clients';
import { ceilingVerdictWord } from '../../words';

const pageSize = 20;

const kindKeys: Record<ExpenditureKind, TextKey> = {
  [ExpenditureKind.UNSPECIFIED]: 'ceiling.all_kinds',
  [ExpenditureKind.BASIC]: 'totals.basic',
  [ExpenditureKind.PERSONNEL]: 'ceiling.personnel',
  [ExpenditureKind.PUBLIC]: 'ceiling.public',
  [ExpenditureKind.PROJECT]: 'totals.project',
};

function owner({ parent, byUnits, unitsMissing }: CeilingComparison): Child {
  return [
    ownerLabel(parent),
    byUnits && h('span', { class: 'badge' }, say('ceiling.by_units')),
    unitsMissing.length > 0 &&
      h(
        'span',
        { class: 'badge badge-warning' },
        say('ceiling.units_missing', { units: listed(unitsMissing) }),
      ),
  ];
}

function stated({ submissions }: CeilingComparison, { statedFen }: ComparedFigure): Child {
  if (statedFen === undefined) return '—';
  const amount = formatMoney(statedFen, moneyUnit.value);
  const [only, ...others] = submissions;
  return only === undefined || others.length > 0
    ? amount
    : h('a', { href: link('submission', { name: only }) }, amount);
}

function figureRow(comparison: CeilingComparison, figure: ComparedFigure): HTMLTableRowElement {
  const { source, kind, amountFen } = figure.ceiling!;
  const beyond = figure.verdict === CeilingVerdict.BEYOND ? 'bad' : '';
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, owner(comparison)),
    h(
      'td',
      {},
      source === 'ALL' ? say('common.total') : lineLabel(TableKind.T1, Side.INCOME, source),
    ),
    h('td', {}, sayKey(kindKeys[kind])),
    h('td', { class: 'number' }, formatMoney(amountFen, moneyUnit.value)),
    h('td', { class: 'number' }, stated(comparison, figure)),
    h(
      'td',
      { class: `number ${beyond}` },
      figure.statedFen === undefined ? '—' : formatChange(figure.differenceFen, moneyUnit.value),
    ),
    h('td', { class: beyond }, ceilingVerdictWord(figure.verdict)),
  );
}

export function ceilingPanel(life: Lifetime, { fiscalYear }: Period): HTMLElement {
  const title = say('ceiling.title', { year: fiscalYear });
  let compared: CeilingComparison[] = [];
  let pageToken = '';
  const shown = panel(title, {
    actions: button(
      say('action.reload'),
      () => {
        compared = [];
        pageToken = '';
        load();
      },
      { class: 'quiet' },
    ),
  });
  const more = button(say('action.more'), () => load());
  const tableArea = h('div', {});
  const draw = () =>
    replace(
      tableArea,
      compared.length === 0
        ? emptyNote(say('ceiling.none'))
        : dataTable(
            title,
            [
              { heading: say('common.department') },
              { heading: say('totals.source') },
              { heading: say('ceiling.kind') },
              { heading: `${say('ceiling.ceiling')} (${unitWord()})`, number: true },
              { heading: say('ceiling.draft'), number: true },
              { heading: say('ceiling.difference'), number: true },
              { heading: say('ceiling.verdict') },
            ],
            compared.flatMap((one) => one.figures.map((figure) => figureRow(one, figure))),
          ),
    );
  const load = () =>
    void loadInto(
      shown,
      life,
      () => ingestion.compareCeilings({ parent: prefecture(), fiscalYear, pageSize, pageToken }),
      ({ comparisons, nextPageToken }) => {
        compared = [...compared, ...comparisons];
        pageToken = nextPageToken;
        more.hidden = pageToken === '';
        draw();
      },
    );
  more.hidden = true;
  replace(shown.body, tableArea, more);
  load();
  return shown.element;
}
