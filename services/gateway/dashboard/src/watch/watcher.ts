// Keeps one watch stream going: resumes where it stopped, waits longer from
// failure to failure, starts again where the service no longer knows the past.
import { Code } from '@connectrpc/connect';
import { nextStatus, type PanelEvent, type PanelStatus } from '../panel_status';
import { Signal, type Stop } from '../signal';
import { failureOf, isPassing } from '../transport/failure';
import { type Change, Feed, FeedGap, type FeedMessage } from './feed';

export type OpenStream<Row> = (
  resumeRevision: bigint,
  signal: AbortSignal,
) => AsyncIterable<FeedMessage<Row>>;

export const backoffFirstMs = 500;
export const backoffMaxMs = 15_000;
/** A stream that says nothing for so long is broken, whatever the network thinks. */
export const silenceMaxMs = 6_000;
/** Changes that are kept to be shown. */
export const changesMax = 50;

/** Longest wait that a service may ask for. */
export const hintMaxMs = 300_000;

/**
 * Half to all of the doubled waits, so that many pages don't come back at once; no
 * earlier than the service asked for, which asks all of them for the same.
 */
export function backoffMs(failures: number, hintMs: number | null, random: () => number): number {
  const half = Math.min(backoffMaxMs, backoffFirstMs * 2 ** (failures - 1)) / 2;
  return Math.max(half, Math.min(hintMs ?? 0, hintMaxMs)) + half * random();
}

export class Watcher<Row> {
  readonly feed = new Feed<Row>();
  readonly status = new Signal<PanelStatus>({ kind: 'loading' });
  /** The rows at the newest whole revision; null until one is known. */
  readonly rows = new Signal<ReadonlyMap<string, Row> | null>(null);
  /** Newest first. */
  readonly changes = new Signal<readonly Change[]>([]);
  private readonly stopped = new AbortController();
  private readonly ticking: ReturnType<typeof setInterval>;
  private readonly inattentive: Stop;
  private attempt: AbortController | null = null;
  private wake: (() => void) | null = null;

  /** Nothing is streamed while `attention` is false. */
  constructor(
    private readonly open: OpenStream<Row>,
    private readonly attention: Signal<boolean>,
  ) {
    this.ticking = setInterval(() => this.tell({ kind: 'tick', nowMs: Date.now() }), 1_000);
    this.inattentive = attention.listen((attentive) => {
      if (attentive) this.wake?.();
      else this.attempt?.abort();
    });
    void this.run();
  }

  stop(): void {
    this.stopped.abort();
    this.attempt?.abort();
    this.inattentive();
    clearInterval(this.ticking);
    this.wake?.();
  }

  /** Tries at once instead of waiting, and also after a failure that was final. */
  retry(): void {
    this.wake?.();
  }

  private tell(event: PanelEvent): void {
    const next = nextStatus(this.status.value, event);
    // Ages are shown, so a stale panel changes with every tick.
    if (next !== this.status.value || next.kind === 'stale') this.status.value = next;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopped.signal.aborted) {
      if (!this.attention.value) {
        await this.pause(null);
        continue;
      }
      let hintMs: number | null = null;
      try {
        await this.follow(() => {
          failures = 0;
        });
        failures += 1;
      } catch (thrown) {
        if (this.stopped.signal.aborted) return;
        if (!this.attention.value) continue;
        failures += 1;
        const failure = failureOf(thrown);
        hintMs = failure.retryAfterMs;
        const unknownRevision = thrown instanceof FeedGap || failure.code === Code.OutOfRange;
        if (unknownRevision) this.feed.revision = 0n;
        const final = !unknownRevision && !isPassing(failure);
        this.tell({ kind: 'failed', failure, final });
        if (final) {
          await this.pause(null);
          this.tell({ kind: 'restarted' });
          continue;
        }
      }
      await this.pause(backoffMs(failures, hintMs, Math.random));
    }
  }

  /** One stream, until it ends. */
  private async follow(heard: () => void): Promise<void> {
    const attempt = new AbortController();
    this.attempt = attempt;
    const end = () => attempt.abort();
    let silence = setTimeout(end, silenceMaxMs);
    this.feed.begin();
    try {
      for await (const message of this.open(this.feed.revision, attempt.signal)) {
        clearTimeout(silence);
        silence = setTimeout(end, silenceMaxMs);
        const news = this.feed.take(message, Date.now());
        if (news !== null) {
          this.rows.value = this.feed.rows;
          if (news !== 'snapshot') {
            this.changes.value = [news, ...this.changes.value].slice(0, changesMax);
          }
        }
        heard();
        // Between the pieces of a snapshot the rows are older than what is heard.
        if (news !== null || (message.kind === 'progress' && this.feed.whole)) {
          this.tell({ kind: 'heard', nowMs: Date.now(), revision: this.feed.revision });
        }
      }
    } finally {
      clearTimeout(silence);
      attempt.abort();
    }
  }

  /** Waits so long, or until retry() or stop(); with null until these only. */
  private pause(ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === null ? undefined : setTimeout(() => this.wake?.(), ms);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
      if (this.stopped.signal.aborted) this.wake();
    });
  }
}
