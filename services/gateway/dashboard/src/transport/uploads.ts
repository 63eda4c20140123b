// Files on their way: one after the other, whatever view is shown meanwhile. One whose
// line is cut goes on from what the service has of it.
import { Code, ConnectError } from '@connectrpc/connect';
import { Signal } from '../signal';
import { backoffMs } from '../watch/watcher';
import { type Failure, failureOf } from './failure';
import { type LeftUpload, leftUploads } from './left_uploads';
import { type Announced, announced, bytesThere, isOffsetRefused, mayGoOn } from './resuming';
import { sessionOver } from './refused_identity';
import { type Header, newRequestId, submit } from './submit';
import { heard, nothingYet, type UploadProgress } from './upload_progress';

/** Files that wait at once. */
export const waitingMax = 50;
/** How long attempts go on that bring nothing further. */
export const goOnMaxMs = 600_000;
/** Between two questions how much of what is being sent is there. */
const thereMs = 1_000;
/** A line that does not answer such a question for so long stands still. */
const answerMaxMs = 5_000;

export interface Upload {
  /** Whose session it is sent in; nobody else's page shows it. */
  readonly sender: string;
  /** With a request id, so that the same again is the same upload. */
  readonly header: Announced;
  readonly file: File;
  /** "broken": goes on by itself. "cut": somebody did not wait for its end. */
  readonly standing: 'waiting' | 'sending' | 'broken' | 'ended' | 'failed' | 'cut';
  /** The line does not answer while this is being sent. */
  readonly isStalled: boolean;
  /** It was begun before: the service may have some of it. */
  readonly begun: boolean;
  /** How many bytes need not be sent again. */
  readonly from: bigint;
  /** How many bytes the service has, as last heard. */
  readonly there: bigint;
  readonly progress: UploadProgress;
  readonly failure: Failure | null;
}

const fresh = {
  standing: 'waiting',
  progress: nothingYet,
  failure: null,
  isStalled: false,
  from: 0n,
  there: 0n,
} as const;
export const isPending = ({ standing }: Upload) =>
  standing === 'waiting' || standing === 'sending' || standing === 'broken';

/** Its sender's session ended before it was there; they may send it when they are back. */
export const isUnsent = ({ failure, progress }: Upload) =>
  failure?.code === Code.Unauthenticated && progress.receipt === null;

export interface UploadService {
  readonly submit: typeof submit;
  readonly bytesThere: typeof bytesThere;
}

export class Uploads {
  /** In the order in which they are sent. */
  readonly all = new Signal<readonly Upload[]>([]);
  private under: AbortController | null = null;
  private wake: (() => void) | null = null;

  constructor(
    private readonly service: UploadService = { submit, bytesThere },
    private readonly left = leftUploads,
    private readonly askEveryMs = thereMs,
  ) {}

  /** How many have not ended. */
  get pending(): number {
    return this.all.value.filter(isPending).length;
  }

  /** How many were not sent as a session ended. */
  get unsent(): number {
    return this.all.value.filter(isUnsent).length;
  }

  /** Those that have ended make room for others. */
  private get staying(): readonly Upload[] {
    return this.all.value.filter((one) => isPending(one) || isUnsent(one));
  }

  /** Sends files after those that are pending. */
  add(sender: string, header: Header, files: readonly File[]): void {
    const added = files.map((file) => ({
      sender,
      header: { ...header, fileName: file.name, requestId: newRequestId() },
      file,
      begun: false,
      ...fresh,
    }));
    this.all.value = [...this.staying, ...added];
    void this.run();
  }

  /** Goes on with what a page before this one left; the file is the same one. */
  takeUp({ sender, header }: LeftUpload, file: File): void {
    const upload = { sender, header, file, begun: true, ...fresh };
    this.all.value = [...this.staying, upload];
    void this.run();
  }

  /** Sends once more what failed or was cut off; what is broken at once. */
  again({ header, standing }: Upload): void {
    if (standing === 'broken') {
      this.wake?.();
      return;
    }
    this.change(header.requestId, { ...fresh, begun: true });
    void this.run();
  }

  cutOff({ header, standing }: Upload): void {
    if (standing === 'sending' || standing === 'broken') this.under?.abort();
    else if (standing === 'waiting') this.change(header.requestId, { standing: 'cut' });
  }

  /** What is anybody else's is sent no further. */
  keepTo(sender: string): void {
    const over = sessionOver();
    for (const one of this.all.value) {
      if (one.sender === sender || !isPending(one)) continue;
      if (one.standing === 'waiting')
        this.change(one.header.requestId, { standing: 'failed', failure: failureOf(over) });
      else this.under?.abort(over);
    }
  }

  private change(requestId: string, to: Partial<Upload>): void {
    this.all.value = this.all.value.map((one) =>
      one.header.requestId === requestId ? { ...one, ...to } : one,
    );
  }

  private async run(): Promise<void> {
    while (this.under === null) {
      const next = this.all.value.find(({ standing }) => standing === 'waiting');
      if (next === undefined) return;
      await this.sendOne(next);
    }
  }

  private async sendOne(upload: Upload): Promise<void> {
    const under = new AbortController();
    this.under = under;
    const { requestId } = upload.header;
    this.change(requestId, { standing: 'sending' });
    try {
      const header = await announced(upload.header, upload.file);
      under.signal.throwIfAborted();
      this.left.keep({ ...upload, header });
      await this.sendToTheEnd({ ...upload, header }, under.signal);
      this.left.forget(requestId);
      this.change(requestId, { standing: 'ended' });
    } catch (thrown) {
      const { aborted, reason } = under.signal;
      if (aborted && !(reason instanceof ConnectError)) {
        this.change(requestId, { standing: 'cut' });
        return;
      }
      const failure = failureOf(aborted ? reason : thrown);
      if (!mayGoOn(failure)) this.left.forget(requestId);
      this.change(requestId, { standing: 'failed', failure });
    } finally {
      this.under = null;
    }
  }

  /** Attempt after attempt, as long as it is worth one. */
  private async sendToTheEnd(upload: Upload, signal: AbortSignal): Promise<void> {
    const { header, file } = upload;
    let ask = upload.begun;
    let from = 0n;
    let furtherMs = Date.now();
    for (let attempt = 1; ; attempt += 1) {
      try {
        if (ask) {
          const there = await this.service.bytesThere(header, signal);
          if (there > from) {
            attempt = 1;
            furtherMs = Date.now();
          }
          from = there;
        }
        await this.sendFrom({ ...header, resumeOffset: from }, file, signal);
        return;
      } catch (thrown) {
        const failure = failureOf(thrown);
        const anew = from > 0n && isOffsetRefused(failure);
        const isOver = Date.now() - furtherMs >= goOnMaxMs;
        if (signal.aborted || isOver || !(anew || mayGoOn(failure))) throw thrown;
        ask = !anew;
        if (anew) from = 0n;
        this.change(header.requestId, { standing: 'broken', isStalled: false, failure });
        await this.pause(backoffMs(attempt, failure.retryAfterMs, Math.random), signal);
        signal.throwIfAborted();
      }
    }
  }

  private async sendFrom(
    header: Announced & { readonly resumeOffset: bigint },
    file: File,
    signal: AbortSignal,
  ): Promise<void> {
    const change = (to: Partial<Upload>) => this.change(header.requestId, to);
    let progress = nothingYet;
    const from = header.resumeOffset;
    change({ standing: 'sending', failure: null, isStalled: false, from, there: from, progress });
    const answered = new AbortController();
    void this.askHowMuch(header, AbortSignal.any([signal, answered.signal]));
    try {
      for await (const response of this.service.submit(header, file, signal)) {
        answered.abort();
        progress = heard(progress, response);
        change({ progress, isStalled: false });
      }
    } finally {
      answered.abort();
    }
  }

  /**
   * Browsers don't tell how much of a body is on its way, nor for long that its line is cut;
   * the service tells what is there, or nothing.
   */
  private async askHowMuch(header: Announced, signal: AbortSignal): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, this.askEveryMs));
      if (signal.aborted) return;
      const late = AbortSignal.timeout(answerMaxMs);
      let told: Partial<Upload>;
      try {
        const there = await this.service.bytesThere(header, AbortSignal.any([signal, late]));
        told = { there, isStalled: false };
      } catch (thrown) {
        // What else hinders the upload too, that will say.
        if (!late.aborted && !mayGoOn(failureOf(thrown))) return;
        told = { isStalled: true };
      }
      if (!signal.aborted) this.change(header.requestId, told);
    }
  }

  /** Waits so long, or until somebody does not want to wait. */
  private pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.wake = null;
        signal.removeEventListener('abort', go);
        resolve();
      };
      const timer = setTimeout(go, ms);
      signal.addEventListener('abort', go);
      this.wake = go;
      if (signal.aborted) go();
    });
  }
}

/** Those of this page. */
export const uploads = new Uploads();
