// What a watch stream has told so far. Totals and submissions are watched in
// the same way: a snapshot in pieces, deltas that count when their last piece
// is there, and progress, so that silence is never mistaken for calm.

/** A message of either stream; `rows` by the key that a newer one replaces. */
export type FeedMessage<Row> =
  | { kind: 'snapshot'; revision: bigint; rows: readonly (readonly [string, Row])[]; last: boolean }
  | {
      kind: 'delta';
      revision: bigint;
      previousRevision: bigint;
      rows: readonly (readonly [string, Row | null])[];
      conflated: boolean;
      /** Whose posting it was; empty where that is not told. */
      cause: string;
      last: boolean;
    }
  | { kind: 'progress'; revision: bigint; serverTimeMs: number | null }
  | { kind: 'compacted' };

export interface Change {
  readonly revision: bigint;
  readonly cause: string;
  readonly conflated: boolean;
  readonly keys: readonly string[];
  /** It came as it happened; false for what a stream makes up for. */
  readonly live: boolean;
}

/** A delta that does not follow what is known: something was missed. */
export class FeedGap extends Error {}

export class Feed<Row> {
  /** Complete at `revision`; never changed in place, so that it can be kept. */
  rows: ReadonlyMap<string, Row> = new Map();
  /** Everything up to here is in `rows`; 0 before the first snapshot. */
  revision = 0n;
  /** The server's clock less ours, as last heard. */
  clockOffsetMs = 0;
  /** Of a snapshot that is owed or has begun; null when none is. */
  private pieces: [string, Row][] | null = [];
  private changes: [string, Row | null][] | null = null;
  /** This stream has told all there was when it began. */
  private caughtUp = false;

  /** Before a stream begins: pieces of the one before will not be finished. */
  begin(): void {
    this.pieces = this.revision === 0n ? [] : null;
    this.changes = null;
    this.caughtUp = false;
  }

  /** Whether `rows` are how things were when the stream last spoke: no piece is missing. */
  get whole(): boolean {
    return this.pieces === null && this.changes === null;
  }

  /** Takes a message. "snapshot" when rows were replaced, the change of a delta that is whole, else null. */
  take(message: FeedMessage<Row>, nowMs: number): 'snapshot' | Change | null {
    switch (message.kind) {
      case 'snapshot': {
        this.pieces ??= [];
        this.pieces.push(...(message.rows as [string, Row][]));
        if (!message.last) return null;
        this.rows = new Map(this.pieces);
        this.revision = message.revision;
        this.pieces = null;
        return 'snapshot';
      }
      case 'delta': {
        if (message.previousRevision > this.revision) {
          throw new FeedGap(`${message.previousRevision} does not follow ${this.revision}`);
        }
        this.changes ??= [];
        this.changes.push(...(message.rows as [string, Row | null][]));
        if (!message.last) return null;
        const rows = new Map(this.rows);
        for (const [key, row] of this.changes) {
          if (row === null) rows.delete(key);
          else rows.set(key, row);
        }
        const keys = this.changes.map(([key]) => key);
        this.rows = rows;
        this.changes = null;
        if (message.revision > this.revision) this.revision = message.revision;
        const { revision, cause, conflated } = message;
        return { revision, cause, conflated, keys, live: this.caughtUp };
      }
      case 'progress':
        this.caughtUp = this.whole;
        if (this.whole && message.revision > this.revision) this.revision = message.revision;
        if (message.serverTimeMs !== null) this.clockOffsetMs = message.serverTimeMs - nowMs;
        return null;
      case 'compacted':
        this.begin();
        this.pieces = [];
        return null;
    }
  }
}
