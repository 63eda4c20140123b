// Who has sent and who has not, counted, and where each stands in its window.
import { type Timestamp, timestampMs } from '@bufbuild/protobuf/wkt';
import {
  type DepartmentProgress,
  SubmissionState,
} from '../../../build/generated/yuheng/ingestion/v1/submission_pb';

export type Phase = 'none' | 'not_open' | 'open' | 'grace' | 'closed';

export interface Standing {
  readonly phase: Phase;
  /** To the opening, the deadline or the grace end, whichever is next; null for none. */
  readonly leftMs: number | null;
}

/** When documents are taken: of a row of the board, or of a window. */
export interface WindowTimes {
  readonly openTime?: Timestamp | undefined;
  readonly deadline?: Timestamp | undefined;
  readonly graceEndTime?: Timestamp | undefined;
}

/** As WindowPhase has it, at a moment of the server's clock. */
export function standing(row: WindowTimes, serverNowMs: number): Standing {
  if (row.deadline === undefined) return { phase: 'none', leftMs: null };
  const deadline = timestampMs(row.deadline);
  const open = row.openTime === undefined ? -Infinity : timestampMs(row.openTime);
  const graceEnd = row.graceEndTime === undefined ? deadline : timestampMs(row.graceEndTime);
  // Times are to the second, and that second is still in time.
  const inTime = deadline + 1000;
  const inGrace = Math.max(graceEnd + 1000, inTime);
  if (serverNowMs < open) return { phase: 'not_open', leftMs: open - serverNowMs };
  if (serverNowMs < inTime) return { phase: 'open', leftMs: inTime - serverNowMs };
  if (serverNowMs < inGrace) return { phase: 'grace', leftMs: inGrace - serverNowMs };
  return { phase: 'closed', leftMs: null };
}

export interface Counts {
  /** Of units, not departments: only those are seen. */
  readonly ofUnits: boolean;
  readonly required: number;
  readonly sent: number;
  readonly missing: number;
  readonly toReview: number;
  readonly returned: number;
  readonly posted: number;
  readonly late: number;
  readonly errors: number;
}

/**
 * Who has to send are departments; for a unit's own clerk, who sees no more, it is the
 * unit. What was sent is counted by documents: a department's row has one of its units'.
 */
export function counts(rows: Iterable<DepartmentProgress>): Counts {
  const all = [...rows];
  const ofUnits = all.length > 0 && all.every((row) => row.unit !== '');
  const senders = ofUnits ? all : all.filter((row) => row.unit === '');
  const documents = [
    ...new Map(
      all.filter((row) => row.submission !== '').map((row) => [row.submission, row]),
    ).values(),
  ];
  const ofSenders = (holds: (row: DepartmentProgress) => boolean) => senders.filter(holds).length;
  const in_ = (...states: SubmissionState[]) =>
    documents.filter((row) => states.includes(row.state)).length;
  return {
    ofUnits,
    required: ofSenders((row) => row.required),
    sent: ofSenders((row) => row.submission !== ''),
    missing: ofSenders((row) => row.required && row.submission === ''),
    toReview: in_(SubmissionState.PENDING_REVIEW, SubmissionState.AWAITING_CONFIRMATION),
    returned: in_(SubmissionState.RETURNED, SubmissionState.UNREADABLE),
    posted: in_(SubmissionState.POSTED),
    late: documents.filter((row) => row.late).length,
    errors: documents.reduce((sum, row) => sum + row.errorCount, 0),
  };
}

export interface BoardFilter {
  readonly text: string;
  /** "", "missing", or the slug of a state. */
  readonly state: string;
}

export function matches(
  row: DepartmentProgress,
  filter: BoardFilter,
  slugOf: (state: SubmissionState) => string,
): boolean {
  const text = `${row.department} ${row.displayName} ${row.unit} ${row.unitDisplayName}`;
  if (!text.includes(filter.text.trim())) return false;
  if (filter.state === '') return true;
  if (filter.state === 'missing') return row.required && row.submission === '';
  return slugOf(row.state) === filter.state;
}
