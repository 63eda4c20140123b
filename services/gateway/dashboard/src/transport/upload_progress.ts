// What is known of an upload while its answers come in.
import type { ReadingProblem } from '../../build/generated/yuheng/budget/v1/document_pb';
import type {
  Receipt,
  SubmitResponse,
} from '../../build/generated/yuheng/ingestion/v1/ingestion_service_pb';
import type {
  StateChange,
  Submission,
} from '../../build/generated/yuheng/ingestion/v1/submission_pb';
import type { Finding } from '../../build/generated/yuheng/validation/v1/finding_pb';

export interface UploadProgress {
  readonly receipt: Receipt | null;
  readonly changes: readonly StateChange[];
  readonly findings: readonly Finding[];
  readonly problems: readonly ReadingProblem[];
  /** The end. */
  readonly submission: Submission | null;
}

export const nothingYet: UploadProgress = {
  receipt: null,
  changes: [],
  findings: [],
  problems: [],
  submission: null,
};

export function heard(progress: UploadProgress, { event }: SubmitResponse): UploadProgress {
  switch (event.case) {
    case 'receipt':
      return { ...progress, receipt: event.value };
    case 'stateChange':
      return { ...progress, changes: [...progress.changes, event.value] };
    case 'findings':
      return { ...progress, findings: [...progress.findings, ...event.value.findings] };
    case 'problem':
      return { ...progress, problems: [...progress.problems, event.value] };
    case 'submission':
      return { ...progress, submission: event.value };
    default:
      return progress;
  }
}
