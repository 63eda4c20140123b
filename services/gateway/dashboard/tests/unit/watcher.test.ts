import { Code, ConnectError } from '@connectrpc/connect';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RetryInfoSchema } from '../../build/generated/google/rpc/error_details_pb';
import { Signal } from '../../src/signal';
import type { FeedMessage } from '../../src/watch/feed';
import {
  backoffFirstMs,
  backoffMaxMs,
  backoffMs,
  hintMaxMs,
  silenceMaxMs,
  Watcher,
} from '../../src/watch/watcher';

type Message = FeedMessage<string>;
const snapshot: Message = { kind: 'snapshot', revision: 7n, rows: [['a', '1']], last: true };
const progress = (revision: bigint): Message => ({
  kind: 'progress',
  revision,
  serverTimeMs: null,
});

/** A stream whose messages a test gives, one attempt after the other. */
class Streams {
  readonly resumed: bigint[] = [];
  private give: ((message: Message | Error | null) => void) | null = null;
  private readonly waiting: (Message | Error | null)[] = [];

  readonly open = (resume: bigint, signal: AbortSignal): AsyncIterable<Message> => {
    this.resumed.push(resume);
    this.waiting.length = 0;
    const next = () =>
      new Promise<Message | Error | null>((resolve, reject) => {
        const queued = this.waiting.shift();
        if (queued !== undefined) return resolve(queued);
        this.give = resolve;
        signal.addEventListener('abort', () => reject(new ConnectError('aborted', Code.Canceled)));
      });
    return (async function* () {
      for (;;) {
        const message = await next();
        if (message === null) return;
        if (message instanceof Error) throw message;
        yield message;
      }
    })();
  };

  async say(...messages: (Message | Error | null)[]): Promise<void> {
    for (const message of messages) {
      if (this.give === null) this.waiting.push(message);
      else {
        const give = this.give;
        this.give = null;
        give(message);
      }
      await vi.advanceTimersByTimeAsync(0);
    }
  }
}

let streams: Streams;
let attention: Signal<boolean>;
let watcher: Watcher<string>;
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(1);
  streams = new Streams();
  attention = new Signal(true);
  watcher = new Watcher(streams.open, attention);
});
afterEach(() => {
  watcher.stop();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('Snapshot_IsShownLive', async () => {
  expect(watcher.status.value.kind).toBe('loading');
  expect(watcher.rows.value).toBeNull();
  await streams.say(snapshot);
  expect(watcher.rows.value?.get('a')).toBe('1');
  expect(watcher.status.value).toMatchObject({ kind: 'live', revision: 7n });
});

it('BrokenStream_ResumesWhereItStopped', async () => {
  await streams.say(snapshot, progress(12n), new ConnectError('gone', Code.Unavailable));
  expect(watcher.status.value.kind).toBe('stale');
  expect(watcher.rows.value?.get('a')).toBe('1');
  await vi.advanceTimersByTimeAsync(backoffFirstMs);
  expect(streams.resumed).toEqual([0n, 12n]);
  await streams.say(progress(13n));
  expect(watcher.status.value).toMatchObject({ kind: 'live', revision: 13n });
});

it('StreamThatEnds_IsOpenedAgain', async () => {
  await streams.say(snapshot, null);
  await vi.advanceTimersByTimeAsync(backoffFirstMs);
  expect(streams.resumed).toEqual([0n, 7n]);
});

it('Silence_EndsTheStreamAndTriesAgain', async () => {
  await streams.say(snapshot);
  await vi.advanceTimersByTimeAsync(silenceMaxMs - 1);
  expect(watcher.status.value.kind).toBe('stale');
  expect(streams.resumed).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1 + backoffFirstMs);
  expect(streams.resumed).toEqual([0n, 7n]);
});

it('RevisionThatTheServiceDoesNotKnow_StartsWithASnapshot', async () => {
  await streams.say(snapshot, new ConnectError('future', Code.OutOfRange));
  await vi.advanceTimersByTimeAsync(backoffFirstMs);
  expect(streams.resumed).toEqual([0n, 0n]);
});

it('MissedDelta_StartsWithASnapshot', async () => {
  const hole: Message = {
    kind: 'delta',
    revision: 20n,
    previousRevision: 19n,
    rows: [],
    conflated: false,
    cause: '',
    last: true,
  };
  await streams.say(snapshot, hole);
  await vi.advanceTimersByTimeAsync(backoffFirstMs);
  expect(streams.resumed).toEqual([0n, 0n]);
});

it('RefusedForGood_WaitsForTheReader', async () => {
  await streams.say(new ConnectError('no', Code.PermissionDenied));
  expect(watcher.status.value).toMatchObject({
    kind: 'error',
    failure: { code: Code.PermissionDenied },
  });
  await vi.advanceTimersByTimeAsync(10 * backoffMaxMs);
  expect(streams.resumed).toHaveLength(1);
  watcher.retry();
  await vi.advanceTimersByTimeAsync(0);
  expect(streams.resumed).toHaveLength(2);
  expect(watcher.status.value.kind).toBe('loading');
});

it('Stop_OpensNothingMore', async () => {
  await streams.say(snapshot);
  watcher.stop();
  await vi.advanceTimersByTimeAsync(10 * backoffMaxMs);
  expect(streams.resumed).toHaveLength(1);
});

it('OldRows_StayStaleUntilTheSnapshotIsWhole', async () => {
  await streams.say(snapshot, new ConnectError('gone', Code.Unavailable));
  await vi.advanceTimersByTimeAsync(backoffFirstMs);
  const piece: Message = { kind: 'snapshot', revision: 90n, rows: [['b', '2']], last: false };
  for (const message of [{ kind: 'compacted' }, progress(90n), piece, progress(91n)] as const) {
    await streams.say(message);
    expect(watcher.status.value.kind).toBe('stale');
    expect(watcher.rows.value?.get('a')).toBe('1');
  }
  await streams.say({ ...piece, last: true });
  expect(watcher.status.value).toMatchObject({ kind: 'live', revision: 90n });
});

it('Inattention_EndsTheStreamUntilItIsLookedAtAgain', async () => {
  await streams.say(snapshot);
  attention.value = false;
  await vi.advanceTimersByTimeAsync(10 * backoffMaxMs);
  expect(streams.resumed).toEqual([0n]);
  expect(watcher.status.value.kind).toBe('stale');
  watcher.retry();
  await vi.advanceTimersByTimeAsync(0);
  expect(streams.resumed).toHaveLength(1);
  attention.value = true;
  await vi.advanceTimersByTimeAsync(0);
  expect(streams.resumed).toEqual([0n, 7n]);
  await streams.say(progress(8n));
  expect(watcher.status.value).toMatchObject({ kind: 'live', revision: 8n });
});

it('InattentionBeforeAnythingIsKnown_IsNoFailure', async () => {
  attention.value = false;
  await vi.advanceTimersByTimeAsync(backoffMaxMs);
  expect(watcher.status.value.kind).toBe('loading');
});

it('Hint_IsWaitedForAndNoLessThanTheBackoff', async () => {
  const busy = (seconds: bigint) =>
    new ConnectError('busy', Code.ResourceExhausted, undefined, [
      { desc: RetryInfoSchema, value: { retryDelay: { seconds } } },
    ]);
  await streams.say(busy(0n));
  await vi.advanceTimersByTimeAsync(backoffFirstMs - 1);
  expect(streams.resumed).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(streams.resumed).toHaveLength(2);
  await streams.say(busy(20n));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(streams.resumed).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(backoffFirstMs);
  expect(streams.resumed).toHaveLength(3);
});

it('Backoff_DoublesUpToItsLimitWithSomeChance', () => {
  expect(backoffMs(1, null, () => 1)).toBe(backoffFirstMs);
  expect(backoffMs(2, null, () => 1)).toBe(2 * backoffFirstMs);
  expect(backoffMs(2, null, () => 0)).toBe(backoffFirstMs);
  expect(backoffMs(40, null, () => 1)).toBe(backoffMaxMs);
  expect(backoffMs(1, 5_000, () => 0)).toBe(5_000);
  expect(backoffMs(1, 5_000, () => 1)).toBeGreaterThan(5_000);
  expect(backoffMs(1, 1e12, () => 0)).toBe(hintMaxMs);
});
