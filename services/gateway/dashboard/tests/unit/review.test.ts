import { create } from '@bufbuild/protobuf';
import { afterEach, expect, it, vi } from 'vitest';
import { SubmissionSchema } from '../../build/generated/yuheng/ingestion/v1/submission_pb';
import { Lifetime } from '../../src/lifetime';
import { Signal } from '../../src/signal';
import { Picks } from '../../src/views/review/picks';
import { listAll, listedMax } from '../../src/views/review/queue';

const submission = (name: string, etag = 'as read') => create(SubmissionSchema, { name, etag });
const several = (count: number) =>
  Array.from({ length: count }, (_, index) => submission(`s-${index}`));

it('Pick_IsDecidedOnAsItWasSeen', () => {
  const picks = new Picks();
  picks.add(submission('a', 'seen'));
  expect(picks.take([submission('a', 'newer')], 200)).toEqual([{ name: 'a', etag: 'seen' }]);
});

it('PickThatChangedOrIsGone_IsDroppedAndCounted', () => {
  const picks = new Picks();
  for (const name of ['a', 'b', 'c']) picks.add(submission(name, '1'));
  expect(picks.dropChanged([submission('a', '1'), submission('b', '2')])).toBe(2);
  expect(picks.has(submission('a'))).toBe(true);
  expect(picks.size).toBe(1);
  expect(picks.dropChanged([submission('a', '1')])).toBe(0);
});

it('Batch_LeavesPickedWhatItDidNotTake', () => {
  const picks = new Picks();
  const queue = several(300);
  for (const one of queue) picks.add(one);
  const taken = picks.take(queue, 200);
  expect(taken.map(({ name }) => name)).toEqual(queue.slice(0, 200).map(({ name }) => name));
  expect(picks.size).toBe(100);
  // What is decided meanwhile changes, and that is no news.
  expect(picks.dropChanged(queue.slice(200))).toBe(0);
  picks.putBack(taken);
  expect(picks.size).toBe(300);
});

it('PickedTwice_IsNotPicked', () => {
  const picks = new Picks();
  picks.toggle(submission('a'));
  picks.toggle(submission('a'));
  expect(picks.size).toBe(0);
});

it('List_IsReadToItsEnd', async () => {
  const asked: string[] = [];
  const { submissions, cut } = await listAll((pageToken) => {
    asked.push(pageToken);
    const nextPageToken = ['second', 'third', ''][asked.length - 1]!;
    return Promise.resolve({ submissions: several(1000), nextPageToken });
  });
  expect(asked).toEqual(['', 'second', 'third']);
  expect(submissions).toHaveLength(3000);
  expect(cut).toBe(false);
});

it('ListWithoutAnEnd_IsCutAndSaysSo', async () => {
  const { submissions, cut } = await listAll(() =>
    Promise.resolve({ submissions: several(1000), nextPageToken: 'more' }),
  );
  expect(submissions).toHaveLength(listedMax);
  expect(cut).toBe(true);
});

afterEach(() => vi.useRealTimers());

it('SteadyChange_IsToldAtItsPaceAndNotPutOff', () => {
  vi.useFakeTimers();
  const life = new Lifetime();
  const signal = new Signal(0);
  const told: number[] = [];
  life.followCalmly(signal, (value) => told.push(value), 1_000);
  for (let change = 1; change <= 30; change += 1) {
    vi.advanceTimersByTime(100);
    signal.value = change;
  }
  expect(told).toEqual([0, 9, 19, 29]);
  life.end();
});
