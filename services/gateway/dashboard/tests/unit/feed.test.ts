import { expect, it } from 'vitest';
import { Feed, FeedGap, type FeedMessage } from '../../src/watch/feed';

type Message = FeedMessage<string>;
const snapshot = (revision: bigint, rows: [string, string][], last = true): Message => ({
  kind: 'snapshot',
  revision,
  rows,
  last,
});
const delta = (
  previousRevision: bigint,
  revision: bigint,
  rows: [string, string | null][],
  last = true,
): Message => ({
  kind: 'delta',
  revision,
  previousRevision,
  rows,
  conflated: false,
  cause: '104',
  last,
});
const progress = (revision: bigint): Message => ({
  kind: 'progress',
  revision,
  serverTimeMs: 5_000,
});

it('Snapshot_CountsWhenItsLastPieceIsThere', () => {
  const feed = new Feed<string>();
  expect(feed.take(snapshot(7n, [['a', '1']], false), 0)).toBeNull();
  expect(feed.rows.size).toBe(0);
  expect(feed.take(snapshot(7n, [['b', '2']]), 0)).toBe('snapshot');
  expect([...feed.rows]).toEqual([
    ['a', '1'],
    ['b', '2'],
  ]);
  expect(feed.revision).toBe(7n);
});

it('Snapshot_ReplacesAllRowsBefore', () => {
  const feed = new Feed<string>();
  feed.take(snapshot(7n, [['a', '1']]), 0);
  feed.take(snapshot(9n, [['b', '2']]), 0);
  expect([...feed.rows]).toEqual([['b', '2']]);
});

it('Delta_IsAtomicAndKeepsEarlierRowsAsTheyWere', () => {
  const feed = new Feed<string>();
  feed.take(
    snapshot(7n, [
      ['a', '1'],
      ['b', '2'],
    ]),
    0,
  );
  const before = feed.rows;
  expect(feed.take(delta(7n, 8n, [['a', '9']], false), 0)).toBeNull();
  expect(feed.rows.get('a')).toBe('1');
  const change = feed.take(delta(7n, 8n, [['b', null]]), 0);
  expect(change).toEqual({
    revision: 8n,
    cause: '104',
    conflated: false,
    keys: ['a', 'b'],
    live: false,
  });
  expect([...feed.rows]).toEqual([['a', '9']]);
  expect([...before]).toEqual([
    ['a', '1'],
    ['b', '2'],
  ]);
});

it('Progress_MovesTheRevisionButNotWithinASnapshot', () => {
  const feed = new Feed<string>();
  feed.take(snapshot(7n, [['a', '1']], false), 0);
  feed.take(progress(9n), 1_000);
  expect(feed.revision).toBe(0n);
  feed.take(snapshot(7n, []), 0);
  feed.take(progress(9n), 1_000);
  expect(feed.revision).toBe(9n);
  expect(feed.clockOffsetMs).toBe(4_000);
});

it('Delta_IsLiveOnceItsStreamHasCaughtUp', () => {
  const feed = new Feed<string>();
  feed.take(snapshot(7n, []), 0);
  expect(feed.take(delta(7n, 8n, []), 0)).toMatchObject({ live: false });
  feed.take(progress(8n), 0);
  expect(feed.take(delta(8n, 9n, []), 0)).toMatchObject({ live: true });
  feed.begin();
  expect(feed.take(delta(9n, 10n, []), 0)).toMatchObject({ live: false });
});

it('DeltaBehindAHole_IsRefused', () => {
  const feed = new Feed<string>();
  feed.take(snapshot(7n, []), 0);
  expect(() => feed.take(delta(8n, 9n, []), 0)).toThrow(FeedGap);
});

it('CutPieces_AreForgottenWhenAStreamBeginsAgain', () => {
  const feed = new Feed<string>();
  feed.take(snapshot(7n, [['a', '1']]), 0);
  feed.take(delta(7n, 8n, [['a', 'half']], false), 0);
  feed.begin();
  feed.take(delta(7n, 8n, [['b', '2']]), 0);
  expect([...feed.rows]).toEqual([
    ['a', '1'],
    ['b', '2'],
  ]);
});

it('Compacted_KeepsWhatIsShownUntilTheSnapshot', () => {
  const feed = new Feed<string>();
  feed.take(snapshot(7n, [['a', '1']]), 0);
  feed.take({ kind: 'compacted' }, 0);
  expect(feed.rows.get('a')).toBe('1');
  feed.take(snapshot(90n, [['c', '3']]), 0);
  expect([...feed.rows]).toEqual([['c', '3']]);
});

it('Feed_IsWholeWhenNoPieceIsMissing', () => {
  const feed = new Feed<string>();
  feed.begin();
  feed.take(progress(9n), 0);
  expect(feed.whole).toBe(false);
  feed.take(snapshot(7n, [], false), 0);
  expect(feed.whole).toBe(false);
  feed.take(snapshot(7n, []), 0);
  expect(feed.whole).toBe(true);
  feed.take(delta(7n, 8n, [], false), 0);
  expect(feed.whole).toBe(false);
  feed.take(progress(9n), 0);
  expect(feed.revision).toBe(7n);
  feed.take(delta(7n, 8n, []), 0);
  expect(feed.whole).toBe(true);
  feed.take({ kind: 'compacted' }, 0);
  expect(feed.whole).toBe(false);
  feed.take(progress(90n), 0);
  expect(feed.revision).toBe(8n);
});
