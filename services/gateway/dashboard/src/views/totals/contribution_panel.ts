// What one total is made of: departments, then the cells of one department's
// document, then the line of that document.
import type { Contribution, Total } from '../../../build/generated/yuheng/aggregation/v1/totals_pb';
import type { Line } from '../../../build/generated/yuheng/ledger/v1/entry_pb';
import { leavesOf } from '../../contributions';
import { button, dataTable, emptyNote } from '../../controls';
import { ownerLabel } from '../../directory';
import { h, replace } from '../../dom';
import { formatAddress, parseAddress } from '../../form';
import { say } from '../../language';
import { Lifetime } from '../../lifetime';
import { formatMoney } from '../../money';
import { lastPart } from '../../names';
import { loadInto, panel } from '../../panel';
import { cellName } from '../../place_name';
import { periodParameters } from '../../period';
import { here, link } from '../../route';
import { has } from '../../session';
import { moneyUnit, unitWord } from '../../settings';
import { aggregation } from '../../transport/clients';
import type { TotalsContext } from './context';

/** More are not shown one below the other; the csv of the command line has all. */
const rowsMax = 500;

function leafRow(leaf: Line, submission: string): HTMLTableRowElement {
  const address = formatAddress(leaf.account!);
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, cellName(leaf.account!)),
    h('td', { class: 'number' }, formatMoney(leaf.amountFen, moneyUnit.value)),
    h(
      'td',
      {},
      submission !== '' &&
        h(
          'a',
          { href: link('submission', { name: submission, at: address }) },
          say('totals.in_document'),
        ),
    ),
  );
}

export const entryLink = (entry: string): HTMLElement =>
  h('a', { href: link('audit', { entry }) }, say('totals.entry', { seq: lastPart(entry) }));

/** The leaves of one department or unit, each with the way to its place in the document. */
async function leaves(context: TotalsContext, address: string, contribution: Contribution) {
  const { leaves: found, entry } = await leavesOf(context.scope, address, contribution);
  return h(
    'div',
    { class: 'leaves' },
    h('p', {}, entryLink(contribution.entry)),
    dataTable(
      say('totals.leaves'),
      [
        { heading: say('totals.cell') },
        { heading: unitWord(), number: true },
        { heading: say('totals.source_line') },
      ],
      found.map((leaf) => leafRow(leaf, entry.submission)),
    ),
  );
}

export function contributionPanel(
  context: TotalsContext,
  address: string,
  close: () => void,
): HTMLElement {
  const account = parseAddress(address);
  if (account === null) return emptyNote(say('address.no_figure', { address }));
  const life = new Lifetime();
  context.life.add(() => life.end());
  const shown = panel(say('totals.made_of', { name: cellName(account) }), {
    class: 'inset',
    level: 'h3',
    actions: [
      has('auditor', 'finance_head') &&
        h(
          'a',
          { href: link('audit', { ...periodParameters(context.scope), address }) },
          say('audit.prove'),
        ),
      button(say('action.close'), close, { class: 'quiet' }),
    ],
  });
  shown.element.querySelector('h3')?.setAttribute('tabindex', '-1');

  const isEliminated = ({ eliminatedFen }: Contribution) => eliminatedFen !== 0n;
  const eliminated = ({ department, unit, entry, eliminatedFen }: Contribution) =>
    h(
      'tr',
      { class: 'eliminated' },
      h(
        'th',
        { scope: 'row' },
        `${ownerLabel(department, unit)} `,
        h('span', { class: 'badge' }, say('audit.kind_elimination')),
      ),
      h('td', { class: 'number' }, formatMoney(-eliminatedFen, moneyUnit.value)),
      h('td', {}),
      h('td', {}, entryLink(entry)),
    );
  /** What the parts add up to; what is eliminated stands below. */
  const closing = ({ derivedFen, printedFen }: Total) =>
    h(
      'tr',
      { class: 'total' },
      h('th', { scope: 'row' }, say('common.total')),
      h('td', { class: 'number' }, formatMoney(derivedFen, moneyUnit.value)),
      h(
        'td',
        { class: 'number' },
        printedFen === undefined ? '' : formatMoney(printedFen, moneyUnit.value),
      ),
      h('td', {}),
    );
  const row = (contribution: Contribution): HTMLTableRowElement[] => {
    const detail = h('div', {});
    const below = h('tr', { hidden: true }, h('td', { colspan: 4 }, detail));
    const toggle = h(
      'button',
      {
        type: 'button',
        class: 'quiet',
        'aria-expanded': 'false',
        'aria-label': `${say('totals.cells')} ${ownerLabel(contribution.department, contribution.unit)}`,
      },
      say('totals.cells'),
    );
    const inside = panel(say('totals.leaves'), { class: 'bare', level: 'h3' });
    toggle.addEventListener('click', () => {
      const opening = below.hidden;
      below.hidden = !opening;
      toggle.setAttribute('aria-expanded', String(opening));
      if (!opening || detail.hasChildNodes()) return;
      replace(detail, inside.element);
      void loadInto(
        inside,
        life,
        () => leaves(context, address, contribution),
        (content) => {
          replace(inside.body, content);
        },
      );
    });
    return [
      h(
        'tr',
        {},
        h(
          'th',
          { scope: 'row' },
          h(
            'a',
            {
              href: link('totals', {
                ...here(),
                trace: '',
                group: '',
                unit: '',
                department: lastPart(contribution.department),
              }),
            },
            ownerLabel(contribution.department, contribution.unit),
          ),
        ),
        h('td', { class: 'number' }, formatMoney(contribution.derivedFen, moneyUnit.value)),
        h(
          'td',
          { class: 'number' },
          contribution.printedFen === undefined
            ? ''
            : formatMoney(contribution.printedFen, moneyUnit.value),
        ),
        h('td', {}, toggle),
      ),
      below,
    ];
  };

  void loadInto(
    shown,
    life,
    () => aggregation.listContributions({ scope: context.scope, account, pageSize: rowsMax }),
    (answer) => {
      replace(
        shown.body,
        answer.contributions.length === 0
          ? emptyNote()
          : dataTable(
              say('totals.made_of', { name: cellName(account) }),
              [
                { heading: say('common.department') },
                { heading: `${say('totals.derived')} (${unitWord()})`, number: true },
                { heading: say('totals.printed'), number: true },
                { heading: h('span', { class: 'visually-hidden' }, say('totals.cells')) },
              ],
              [
                ...answer.contributions.filter((one) => !isEliminated(one)).flatMap(row),
                ...(answer.total === undefined ? [] : [closing(answer.total)]),
                ...answer.contributions.filter(isEliminated).map(eliminated),
              ],
            ),
        answer.nextPageToken !== '' &&
          h('p', { class: 'note' }, say('totals.first_only', { count: rowsMax })),
      );
      return answer.revision;
    },
  );
  return shown.element;
}
