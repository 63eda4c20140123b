// Findings as people read them: by cause, with the figure that is suspected,
// the sum spelled out, the places, and the department's explanation.
import type { Document } from '../../../build/generated/yuheng/budget/v1/document_pb';
import {
  type Finding,
  type FindingGroup,
  FindingStatus,
  type Place,
  type Severity,
} from '../../../build/generated/yuheng/validation/v1/finding_pb';
import {
  type Waiver,
  WaiverState,
} from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { severityBadge } from '../../badges';
import { emptyNote } from '../../controls';
import { type Child, h } from '../../dom';
import { pick, say } from '../../language';
import { alikeMicro, plainMicro } from '../../money';
import { placeName } from '../../place_name';
import { formatTime } from '../../time';
import { actorWord, severitySlug, statusWord } from '../../words';
import { ungrouped } from './marks';
import { locationText } from './location_text';

export interface FindingActions {
  /** What the places are of; absent where there is none to name them by. */
  readonly document?: Document;
  /** Shows a place in the document; absent where there is no document. */
  readonly show?: (place: Place) => void;
  /** Explains a finding, of those that may be; absent for who may not. */
  readonly explain?: (finding: Finding) => void;
  readonly explainable?: ReadonlySet<string>;
  /** Takes an explanation back. */
  readonly unexplain?: (waiver: Waiver) => void;
}

function placeLink(place: Place, { document, show }: FindingActions): Child {
  const text = [placeName(place.address, document), locationText(place.location)]
    .filter((part) => part !== '')
    .join(' · ');
  return show === undefined
    ? h('span', { class: 'place' }, text)
    : h('button', { type: 'button', class: 'link place', onclick: () => show(place) }, text);
}

/** A ceiling is an order that a document keeps to, and no sum that it has to come to. */
const isCeiling = ({ rule }: Finding) => rule === 'K-01' || rule === 'K-02';

/** Shares and rates are printed in per cent. */
const isPercentage = ({ places }: Finding) =>
  /:(share|growth)(_other_base)?$/.test(places[0]?.address ?? '');

function arithmetic(finding: Finding): Child {
  const { expectedMicro, actualMicro, differenceMicro } = finding;
  if (expectedMicro === undefined || actualMicro === undefined) return null;
  const ceiling = isCeiling(finding);
  const unit = isPercentage(finding) ? '%' : '';
  const [expected, actual, difference] = alikeMicro(
    expectedMicro,
    actualMicro,
    differenceMicro ?? 0n,
  );
  const sign = !ceiling && differenceMicro !== undefined && differenceMicro > 0n ? '+' : '';
  return h(
    'dl',
    { class: 'arithmetic' },
    h('dt', {}, say(ceiling ? 'ceiling.ceiling' : 'finding.expected')),
    h('dd', {}, `${expected}${unit}`),
    h('dt', {}, say(ceiling ? 'finding.stated' : 'finding.actual')),
    h('dd', {}, `${actual}${unit}`),
    differenceMicro !== undefined && [
      h('dt', {}, say(ceiling ? 'ceiling.beyond' : 'finding.difference')),
      h('dd', {}, `${sign}${difference}${unit}`),
    ],
  );
}

function explanation(waiver: Waiver | undefined, finding: Finding, actions: FindingActions): Child {
  if (waiver?.state === WaiverState.ACTIVE) {
    return h(
      'div',
      { class: 'waiver' },
      h('strong', {}, say('finding.explained')),
      h('p', {}, waiver.text),
      h('p', { class: 'note' }, `${actorWord(waiver.actor)} ${formatTime(waiver.createTime)}`),
      actions.unexplain &&
        h(
          'button',
          { type: 'button', class: 'quiet', onclick: () => actions.unexplain!(waiver) },
          say('finding.unexplain'),
        ),
    );
  }
  const { explain, explainable } = actions;
  if (explain === undefined || explainable?.has(finding.id) !== true) return null;
  return h(
    'button',
    { type: 'button', class: 'quiet', onclick: () => explain(finding) },
    say('finding.explain'),
  );
}

export function findingCard(
  finding: Finding,
  waiver: Waiver | undefined,
  actions: FindingActions,
): HTMLElement {
  return h(
    'li',
    {
      class: `finding finding-${severitySlug(finding.severity)}`,
      'data-rule': finding.rule,
      'data-finding': finding.id,
    },
    h(
      'p',
      { class: 'finding-head' },
      severityBadge(finding.severity),
      h('code', {}, finding.rule),
      h(
        'span',
        { class: 'note' },
        isCeiling(finding) && finding.status === FindingStatus.INCONSISTENT
          ? say('ceiling.beyond')
          : statusWord(finding.status),
      ),
    ),
    h('p', { class: 'finding-text' }, pick(finding.message)),
    arithmetic(finding),
    h(
      'p',
      { class: 'places' },
      finding.places.map((place) => placeLink(place, actions)),
    ),
    explanation(waiver, finding, actions),
  );
}

/** `inDoubt` where it is not sure which figure is wrong: beyond a ceiling the document is. */
function groupHead(group: FindingGroup, inDoubt: boolean, actions: FindingActions): Child {
  const { culprit, printedMicro, suggestedMicro } = group;
  return [
    h('p', { class: 'cause' }, pick(group.cause)),
    culprit !== undefined &&
      h(
        'p',
        { class: 'culprit' },
        h('strong', {}, say('finding.look_first')),
        ' ',
        placeLink(culprit, actions),
        printedMicro !== undefined && say('finding.printed', { figure: plainMicro(printedMicro) }),
        suggestedMicro !== undefined &&
          h('strong', {}, say('finding.suggested', { figure: plainMicro(suggestedMicro) })),
      ),
    inDoubt && pick(group.reason) !== '' && h('p', { class: 'note' }, pick(group.reason)),
  ];
}

/** A document with more has one cause for most of them. */
const cardsMax = 500;

export interface FindingListInput {
  readonly findings: readonly Finding[];
  readonly groups: readonly FindingGroup[];
  readonly waivers: readonly Waiver[];
  /** Only these severities and above; and only this rule, unless empty. */
  readonly least: Severity;
  readonly rule: string;
}

export function findingList(input: FindingListInput, actions: FindingActions): HTMLElement {
  const { findings, groups, waivers, least, rule } = input;
  let left = cardsMax;
  const waiverOf = (finding: Finding) =>
    waivers.find((waiver) => waiver.name.endsWith(`/${finding.id}`));
  const shown = (position: number) => {
    const finding = findings[position];
    return (
      finding !== undefined && finding.severity >= least && (rule === '' || finding.rule === rule)
    );
  };
  const cards = (positions: readonly number[]) => {
    const some = positions.slice(0, left);
    left -= some.length;
    return h(
      'ol',
      { class: 'findings' },
      some.map((position) =>
        findingCard(findings[position]!, waiverOf(findings[position]!), actions),
      ),
    );
  };
  const grouped = groups
    .map((group) => ({ group, positions: group.findings.filter(shown) }))
    .filter(({ positions }) => positions.length > 0);
  const rest = ungrouped(findings, groups).filter(shown);
  if (grouped.length + rest.length === 0) return emptyNote(say('finding.none'));
  return h(
    'div',
    { class: 'finding-groups' },
    grouped.map(({ group, positions }) =>
      h(
        'section',
        { class: 'finding-group' },
        groupHead(
          group,
          !group.findings.every((position) => isCeiling(findings[position]!)),
          actions,
        ),
        cards(positions),
      ),
    ),
    rest.length > 0 && cards(rest),
    left === 0 && h('p', { class: 'note' }, say('totals.first_only', { count: cardsMax })),
  );
}
