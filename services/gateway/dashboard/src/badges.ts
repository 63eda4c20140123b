// States and counts as small labelled marks.
import { SubmissionState } from '../build/generated/yuheng/ingestion/v1/submission_pb';
import { Severity } from '../build/generated/yuheng/validation/v1/finding_pb';
import { type Child, h } from './dom';
import { say } from './language';
import { severitySlug, severityWord, stateSlug, stateWord } from './words';

export function stateBadge(state: SubmissionState): HTMLElement {
  return h('span', { class: `badge state-${stateSlug(state)}` }, stateWord(state));
}

/** A test has no version: it is none of its document's. */
export const versionText = ({ test, version }: { test: boolean; version: number }): string =>
  test ? say('submission.test') : say('submission.version_of', { version });

export function severityBadge(severity: Severity, count?: number): HTMLElement {
  return h(
    'span',
    { class: `badge badge-${severitySlug(severity)}` },
    severityWord(severity),
    count !== undefined && ` ${count}`,
  );
}

export interface SeverityCounts {
  readonly errorCount: number;
  readonly warningCount: number;
  readonly noteCount: number;
}

export function severityCounts(of: SeverityCounts): Child {
  const marks = [
    of.errorCount > 0 && severityBadge(Severity.ERROR, of.errorCount),
    of.warningCount > 0 && severityBadge(Severity.WARNING, of.warningCount),
    of.noteCount > 0 && severityBadge(Severity.NOTE, of.noteCount),
  ];
  return marks.some(Boolean) ? marks : say('common.none');
}
