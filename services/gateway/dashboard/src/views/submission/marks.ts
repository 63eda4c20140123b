// Which places of a document its findings are about.
import {
  type Finding,
  type FindingGroup,
  Severity,
} from '../../../build/generated/yuheng/validation/v1/finding_pb';
import { parseAddress } from '../../form';

export interface Mark {
  readonly severity: Severity;
  /** Positions in the list of findings. */
  readonly findings: readonly number[];
  /** The figure that a group of findings suspects. */
  readonly culprit: boolean;
}

/** By address. */
export type Marks = ReadonlyMap<string, Mark>;

export function marksOf(findings: readonly Finding[], groups: readonly FindingGroup[]): Marks {
  const culprits = new Set(
    groups.flatMap((group) => (group.culprit ? [group.culprit.address] : [])),
  );
  const marks = new Map<string, { severity: Severity; findings: number[]; culprit: boolean }>();
  findings.forEach((finding, position) => {
    for (const { address } of finding.places) {
      const mark = marks.get(address) ?? {
        severity: finding.severity,
        findings: [],
        culprit: culprits.has(address),
      };
      mark.severity = Math.max(mark.severity, finding.severity);
      if (!mark.findings.includes(position)) mark.findings.push(position);
      marks.set(address, mark);
    }
  });
  return marks;
}

/** The parts a document is shown in: "T1" to "T10", "text", "sheets". */
export function sectionOf(address: string): string {
  const cell = parseAddress(address);
  if (cell !== null) return `T${cell.table}`;
  if (/^T\d+/.test(address)) return /^T\d+/.exec(address)![0];
  return /^P\d/.test(address) ? 'sheets' : 'text';
}

/** Of each section with marks: the worst severity, and how many places have it. */
export function worstPlaces(marks: Marks): Map<string, { severity: Severity; places: number }> {
  const worst = new Map<string, { severity: Severity; places: number }>();
  for (const [address, { severity }] of marks) {
    const section = sectionOf(address);
    const known = worst.get(section);
    if (known === undefined || known.severity < severity)
      worst.set(section, { severity, places: 1 });
    else if (known.severity === severity) known.places += 1;
  }
  return worst;
}

/** What to open a document at: what its worst findings suspect, else the first place of one. */
export function lookedAtFirst(
  findings: readonly Finding[],
  groups: readonly FindingGroup[],
): string | null {
  const worst = Math.max(...findings.map(({ severity }) => severity));
  const isWorst = (position: number) => findings[position]?.severity === worst;
  const group = groups.find((one) => one.culprit !== undefined && one.findings.some(isWorst));
  const finding = findings.find(({ severity }) => severity === worst);
  return group?.culprit?.address ?? finding?.places[0]?.address ?? null;
}

/** Groups in the order given, then the findings that stand in none, errors first. */
export function ungrouped(findings: readonly Finding[], groups: readonly FindingGroup[]): number[] {
  const grouped = new Set(groups.flatMap((group) => group.findings));
  return findings
    .map((_, position) => position)
    .filter((position) => !grouped.has(position))
    .sort((a, b) => findings[b]!.severity - findings[a]!.severity || a - b);
}
