// Ceilings in force beside what drafts state, as the service compares them.
import { ExpenditureKind } from '../../../build/generated/yuheng/budget/v1/ceiling_pb';
import { Side, Stage, TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import {
  type CeilingComparison,
  CeilingVerdict,
  type ComparedFigure,
} from '../../../build/generated/yuheng/ingestion/v1/ceiling_pb';
import { button, dataTable, emptyNote } from '../../controls';
import { codedOwner } from '../../directory';
import { type Child, h, replace } from '../../dom';
import { lineLabel } from '../../form';
import { listed, say, sayKey, type TextKey } from '../../language';
import type { Lifetime } from '../../lifetime';
import { formatMoney, formatChange } from '../../money';
import { type Asked, loadInto, panel } from '../../panel';
import type { Period } from '../../period';
import { link } from '../../route';
import { prefecture } from '../../session';
import { moneyUnit, unitWord } from '../../settings';
import { ingestion } from '../../transport/clients';
import { watchSubmissions } from '../../watch/streams';
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
    codedOwner(parent),
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

/** Between two readings while drafts change in a burst. */
const readingMs = 5_000;

export function ceilingPanel(life: Lifetime, { fiscalYear }: Period): HTMLElement {
  const title = say('ceiling.title', { year: fiscalYear });
  let compared: readonly CeilingComparison[] | null = null;
  let pages = 1;
  const shown = panel(title, {
    actions: button(say('action.reload'), () => load(), { class: 'quiet' }),
  });
  const more = button(say('action.more'), () => {
    pages += 1;
    load();
  });
  const tableArea = h('div', {});
  const draw = (all: readonly CeilingComparison[]) =>
    replace(
      tableArea,
      all.length === 0
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
            all.flatMap((one) => one.figures.map((figure) => figureRow(one, figure))),
          ),
    );
  /** As many pages as are shown. */
  const read = async () => {
    const found: CeilingComparison[] = [];
    let pageToken = '';
    for (let page = 0; page === 0 || (page < pages && pageToken !== ''); page += 1) {
      const asked = { parent: prefecture(), fiscalYear, pageSize, pageToken };
      const { comparisons, nextPageToken } = await ingestion.compareCeilings(asked);
      found.push(...comparisons);
      pageToken = nextPageToken;
    }
    return { found, isLast: pageToken === '' };
  };
  // What is shown stays until there is something newer.
  const quietly: Asked = {
    ...shown,
    showLoading() {
      if (compared === null) shown.showLoading();
    },
  };
  const load = () =>
    void loadInto(quietly, life, read, ({ found, isLast }) => {
      compared = found;
      more.hidden = isLast;
      draw(found);
    });
  more.hidden = true;
  replace(shown.body, tableArea, more);
  // Drafts move it, whatever stage the desk is at.
  const drafts = watchSubmissions({ name: prefecture(), fiscalYear, stage: Stage.DRAFT });
  life.add(drafts.release);
  life.followCalmly(drafts.watcher.rows, load, readingMs);
  return shown.element;
}
