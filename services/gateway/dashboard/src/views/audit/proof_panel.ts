import type { Contribution } from '../../../build/generated/yuheng/aggregation/v1/totals_pb';
import { TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { dataTable, emptyNote, select } from '../../controls';
import { ownerLabel } from '../../directory';
import { type Child, h, replace } from '../../dom';
import { formatAddress, parseAddress, tables, tableTitle } from '../../form';
import { say, sayKey, type TextKey } from '../../language';
import type { Lifetime } from '../../lifetime';
import { formatMoney } from '../../money';
import { lastPart, partOf } from '../../names';
import { act, failureNote, loadInto, panel } from '../../panel';
import { placeName } from '../../place_name';
import { type Period, periodText } from '../../period';
import { link, remember, route } from '../../route';
import { prefecture } from '../../session';
import { moneyUnit, unitWord } from '../../settings';
import { aggregation } from '../../transport/clients';
import { failureOf } from '../../transport/failure';
import { locationText } from '../submission/location_text';
import { holds, proveContribution, proveTotal, type Step } from './proof';

const stepKeys: Record<Step['kind'], TextKey> = {
  total: 'audit.step_total',
  leaves: 'audit.step_leaves',
  record: 'audit.step_record',
  chain: 'audit.step_chain',
  bytes: 'audit.step_bytes',
  cell: 'audit.step_cell',
};

/** Amounts of steps are 分 in digits; hashes are shown by their beginning. */
function valueText(step: Step, value: string | null): string {
  if (value === null) return say('audit.cannot_tell');
  if (['total', 'leaves', 'cell'].includes(step.kind)) {
    return /^-?\d+$/.test(value) ? formatMoney(BigInt(value), moneyUnit.value) : say('common.none');
  }
  return `${value.slice(0, 16)}…`;
}

function aboutText(step: Step): Child {
  if (step.kind === 'bytes')
    return h('a', { href: link('submission', { name: step.about }) }, lastPart(step.about));
  if (step.about.includes('/'))
    return h(
      'a',
      { href: link('audit', { entry: step.about }) },
      say('totals.entry', { seq: lastPart(step.about) }),
    );
  if (step.printed === undefined) return placeName(step.about);
  const { submission, location } = step.printed;
  return h(
    'a',
    { href: link('submission', { name: submission, at: step.about }) },
    [placeName(step.about), locationText(location)].filter(Boolean).join(' · '),
  );
}

export function stepRow(step: Step): HTMLTableRowElement {
  const held = holds(step);
  return h(
    'tr',
    {},
    h(
      'td',
      { class: `mark-column ${held === false ? 'bad' : 'good'}` },
      held === null ? '?' : held ? '✓' : '✗',
    ),
    h('th', { scope: 'row' }, sayKey(stepKeys[step.kind])),
    h('td', {}, aboutText(step)),
    h('td', { class: 'number', title: step.expected }, valueText(step, step.expected)),
    h('td', { class: 'number', title: step.found ?? '' }, valueText(step, step.found)),
  );
}

export function stepTable(steps: readonly Step[]): HTMLElement {
  return dataTable(
    say('audit.proof'),
    [
      { heading: h('span', { class: 'visually-hidden' }, say('audit.holds')) },
      { heading: say('audit.step') },
      { heading: say('audit.about') },
      { heading: say('audit.stated'), number: true },
      { heading: say('audit.recomputed'), number: true },
    ],
    steps.map(stepRow),
  );
}

/** From a figure of the totals to the lines of documents. */
export function proofPanel(life: Lifetime, period: Period): HTMLElement {
  const shown = panel(say('audit.proof'));
  const scope = { name: prefecture(), ...period };
  const result = h('div', { 'aria-live': 'polite' });
  const note = h('div', {});
  let address = route.value.parameters['address'] ?? 'T1:ex:ALL';
  const figures = h('div', {});
  /** The figures of a table that the totals hold; one that a link names, were it none of them. */
  const offer = async (kind: TableKind) => {
    const { totals } = await aggregation.listTotals(
      { scope, tables: [kind] },
      { signal: life.signal },
    );
    const addresses = totals.map(({ account }) => formatAddress(account!));
    if (parseAddress(address)?.table !== kind) address = addresses[0] ?? '';
    if (address !== '' && !addresses.includes(address)) addresses.unshift(address);
    replace(
      figures,
      select(
        say('audit.figure'),
        addresses.map((one) => ({ value: one, text: placeName(one) })),
        address,
        (chosen) => {
          address = chosen;
        },
        { id: 'proof-figure' },
      ),
    );
  };
  const offerTable = (kind: TableKind) =>
    void offer(kind).catch((thrown: unknown) => {
      if (!life.signal.aborted)
        replace(
          figures,
          failureNote(failureOf(thrown), () => offerTable(kind)),
        );
    });

  const contributionRow = (address: string, contribution: Contribution) => {
    const below = h('tr', { hidden: true }, h('td', { colspan: 3 }));
    const inside = panel(ownerLabel(contribution.department, contribution.unit), {
      class: 'bare',
      level: 'h3',
    });
    const prove = h('button', { type: 'button', class: 'quiet' }, say('audit.prove_to_line'));
    prove.addEventListener('click', () => {
      below.hidden = false;
      replace(below.firstElementChild!, inside.element);
      void loadInto(
        inside,
        life,
        () => proveContribution(scope, address, contribution, life.signal),
        (steps) => replace(inside.body, stepTable(steps)),
      );
    });
    return [
      h(
        'tr',
        {},
        h(
          'th',
          { scope: 'row' },
          `${partOf(contribution.department, 'departments')} ${ownerLabel(contribution.department, contribution.unit)}`,
        ),
        h('td', { class: 'number' }, formatMoney(contribution.derivedFen, moneyUnit.value)),
        h('td', {}, prove),
      ),
      below,
    ];
  };
  const run = async (address: string) => {
    const { step, revision, contributions } = await proveTotal(scope, address);
    if (life.signal.aborted) return;
    shown.showLoaded(revision);
    const name = placeName(address);
    if (contributions.length === 0) {
      // Nothing adds up to nothing: that proves no figure.
      replace(
        result,
        emptyNote(say('audit.no_account', { name, period: periodText(period), address })),
      );
      return;
    }
    replace(
      result,
      stepTable([step]),
      dataTable(
        say('totals.made_of', { name }),
        [
          { heading: say('common.department') },
          { heading: unitWord(), number: true },
          { heading: h('span', { class: 'visually-hidden' }, say('audit.prove_to_line')) },
        ],
        contributions.flatMap((contribution) => contributionRow(address, contribution)),
      ),
    );
  };
  const start = h('button', { type: 'submit', class: 'primary' }, say('audit.prove'));
  const form = h(
    'form',
    {
      class: 'filters',
      onsubmit: (event) => {
        event.preventDefault();
        if (address === '') return;
        remember({ address });
        void act(start, note, () => run(address));
      },
    },
    select(
      say('compare.table'),
      tables.map((_, index) => ({ value: String(index + 1), text: tableTitle(index + 1) })),
      String(parseAddress(address)?.table ?? TableKind.T1),
      (kind) => offerTable(Number(kind)),
      { id: 'proof-table' },
    ),
    figures,
    start,
  );
  shown.showLoaded();
  // Who followed a link to a figure's proof has asked for it.
  if (route.value.parameters['address'] !== undefined) void act(start, note, () => run(address));
  offerTable(parseAddress(address)?.table ?? TableKind.T1);
  replace(shown.body, h('p', { class: 'note' }, say('audit.proof_note')), form, note, result);
  return shown.element;
}
