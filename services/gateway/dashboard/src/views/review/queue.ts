// The review queue as data: what is in it, what is picked, where the reader is.
import {
  type Submission,
  SubmissionState,
} from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { departmentLabel } from '../../directory';
import { partOf } from '../../names';

/** A state's submissions, of all years, are looked through up to this many. */
export const listedMax = 10_000;

export interface Listed {
  readonly submissions: readonly Submission[];
  /** There are more than were looked through. */
  readonly cut: boolean;
}

interface Page {
  readonly submissions: readonly Submission[];
  readonly nextPageToken: string;
}

/** Page by page to the end, or to the limit. */
export async function listAll(ask: (pageToken: string) => Promise<Page>): Promise<Listed> {
  const submissions: Submission[] = [];
  let pageToken = '';
  do {
    const page = await ask(pageToken);
    submissions.push(...page.submissions);
    pageToken = page.nextPageToken;
  } while (pageToken !== '' && submissions.length < listedMax);
  return { submissions, cut: pageToken !== '' };
}

export interface QueueFilter {
  readonly text: string;
  readonly cleanOnly: boolean;
  readonly lateOnly: boolean;
}

/** Nothing that somebody has to look at: no errors and no warnings. */
export function isClean({ verdict }: Submission): boolean {
  return verdict !== undefined && verdict.errorCount === 0 && verdict.warningCount === 0;
}

export function passes(submission: Submission, filter: QueueFilter): boolean {
  const code = partOf(submission.name, 'departments');
  const text = `${code} ${departmentLabel(code)} ${submission.unit} ${submission.fileName}`;
  return (
    text.includes(filter.text.trim()) &&
    (!filter.cleanOnly || isClean(submission)) &&
    (!filter.lateOnly || submission.late)
  );
}

/** The oldest first: it has waited longest. */
export function inOrder(submissions: readonly Submission[]): Submission[] {
  const time = (submission: Submission) => submission.receiveTime?.seconds ?? 0n;
  return [...submissions].sort((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0));
}

export const acceptable = (submission: Submission): boolean =>
  submission.state === SubmissionState.PENDING_REVIEW;

/** Nothing stands against it, as far as its verdict can be relied on. */
export const acceptableAtOnce = (submission: Submission): boolean =>
  acceptable(submission) && isClean(submission) && !submission.verdictStale;

/**
 * The row that a key moves to; null for keys that move nowhere. Who is at none of the rows
 * comes to the one where they were, at first the first.
 */
export function moved(
  position: number,
  count: number,
  key: string,
  isThere: boolean,
): number | null {
  if (count === 0) return null;
  const step = isThere ? 1 : 0;
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return Math.min(count - 1, position + step);
    case 'k':
    case 'ArrowUp':
      return Math.max(0, position - step);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
