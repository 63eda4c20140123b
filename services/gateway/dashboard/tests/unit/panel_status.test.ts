import { Code } from '@connectrpc/connect';
import { expect, it } from 'vitest';
import {
  nextStatus,
  type PanelEvent,
  type PanelStatus,
  staleAfterMs,
} from '../../src/panel_status';

const failure = {
  code: Code.Unavailable,
  reason: '',
  zh: '',
  en: 'away',
  fields: [],
  retryAfterMs: null,
};
const after = (...events: PanelEvent[]): PanelStatus =>
  events.reduce(nextStatus, { kind: 'loading' } as PanelStatus);
const heard: PanelEvent = { kind: 'heard', nowMs: 1_000, revision: 5n };

it('Silence_MakesItStaleWithItsAge', () => {
  expect(after(heard, { kind: 'tick', nowMs: 1_000 + staleAfterMs }).kind).toBe('live');
  expect(after(heard, { kind: 'tick', nowMs: 1_001 + staleAfterMs })).toEqual({
    kind: 'stale',
    heardMs: 1_000,
    revision: 5n,
  });
});

it('Word_MakesItLiveAgain', () => {
  const stale = after(heard, { kind: 'tick', nowMs: 60_000 });
  expect(nextStatus(stale, { ...heard, nowMs: 61_000 })).toEqual({
    kind: 'live',
    heardMs: 61_000,
    revision: 5n,
  });
});

it('BrokenStream_LeavesWhatIsShownStale', () => {
  const failed = { kind: 'failed', failure, final: false } as const;
  expect(after(heard, failed).kind).toBe('stale');
  expect(after(heard, failed, failed).kind).toBe('stale');
});

it('BrokenStreamBeforeAnythingWasShown_IsAnError', () => {
  expect(after({ kind: 'failed', failure, final: false })).toEqual({ kind: 'error', failure });
});

it('RightsTakenAway_AreAnErrorWhateverIsShown', () => {
  expect(after(heard, { kind: 'failed', failure, final: true })).toEqual({
    kind: 'error',
    failure,
  });
});

it('Ticks_ChangeNeitherLoadingNorError', () => {
  expect(after({ kind: 'tick', nowMs: 1e9 }).kind).toBe('loading');
  expect(after({ kind: 'failed', failure, final: true }, { kind: 'tick', nowMs: 1e9 }).kind).toBe(
    'error',
  );
});
