import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Stage } from '../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { session } from '../../src/session';
import { watchSubmissions, watchTotals } from '../../src/watch/streams';

const scope = { name: 'prefectures/652300', fiscalYear: 2023, stage: Stage.APPROVED };
const opened: AbortSignal[] = [];

beforeEach(() => {
  opened.length = 0;
  vi.stubGlobal('fetch', (_: string, { signal }: { signal: AbortSignal }) => {
    opened.push(signal);
    return new Promise<never>(() => undefined);
  });
});
afterEach(() => vi.unstubAllGlobals());

it.each([watchTotals, watchSubmissions])('SameView_IsStreamedOnce (%o)', async (watch) => {
  const [one, other] = [watch(scope), watch(scope)];
  expect(other.watcher).toBe(one.watcher);
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  one.release();
  expect(opened[0]!.aborted).toBe(false);
  other.release();
  expect(opened[0]!.aborted).toBe(true);
});

it('AnotherSession_WatchesForItself', async () => {
  const before = watchSubmissions(scope);
  session.value = { ...session.value };
  const after = watchSubmissions(scope);
  expect(after.watcher).not.toBe(before.watcher);
  await vi.waitFor(() => expect(opened).toHaveLength(2));
  before.release();
  expect(opened.map((signal) => signal.aborted)).toEqual([true, false]);
  // The earlier one's end does not make a third.
  const again = watchSubmissions(scope);
  expect(again.watcher).toBe(after.watcher);
  again.release();
  after.release();
});
