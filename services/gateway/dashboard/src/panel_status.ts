// What a panel knows about how fresh it is: the one state machine of all panels.
import type { Failure } from './transport/failure';

export type PanelStatus =
  | { readonly kind: 'loading' }
  /** `heardMs`: when the service last said that this is how things are. */
  | { readonly kind: 'live'; readonly heardMs: number; readonly revision: bigint | null }
  | { readonly kind: 'stale'; readonly heardMs: number; readonly revision: bigint | null }
  | { readonly kind: 'error'; readonly failure: Failure };

export type PanelEvent =
  | { readonly kind: 'heard'; readonly nowMs: number; readonly revision: bigint | null }
  | { readonly kind: 'tick'; readonly nowMs: number }
  /** The stream broke. `final`: trying again will not help. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly final: boolean }
  | { readonly kind: 'restarted' };

/** A service says something at least every second. */
export const staleAfterMs = 3_000;

export function nextStatus(status: PanelStatus, event: PanelEvent): PanelStatus {
  switch (event.kind) {
    case 'heard':
      return { kind: 'live', heardMs: event.nowMs, revision: event.revision };
    case 'tick':
      return status.kind === 'live' && event.nowMs - status.heardMs > staleAfterMs
        ? { ...status, kind: 'stale' }
        : status;
    case 'failed':
      // What is shown stays right as of when it was heard; only without
      // anything to show, or when nobody may see it any more, it is an error.
      if (event.final || status.kind === 'loading' || status.kind === 'error') {
        return { kind: 'error', failure: event.failure };
      }
      return status.kind === 'live' ? { ...status, kind: 'stale' } : status;
    case 'restarted':
      return { kind: 'loading' };
  }
}
