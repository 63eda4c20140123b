// Files on their way: one after the other, whatever view is shown meanwhile.
import { Signal } from '../signal';
import { type Failure, failureOf } from './failure';
import { type Header, newRequestId, submit } from './submit';
import { heard, nothingYet, type UploadProgress } from './upload_progress';

/** Files that wait at once. */
export const waitingMax = 50;

export interface Upload {
  /** Whose session it is sent in; nobody else's page shows it. */
  readonly sender: string;
  /** With a request id, so that the same again is the same upload. */
  readonly header: Header & { readonly requestId: string };
  readonly file: File;
  /** "cut": somebody did not wait for its end. */
  readonly standing: 'waiting' | 'sending' | 'ended' | 'failed' | 'cut';
  readonly progress: UploadProgress;
  readonly failure: Failure | null;
}

const fresh = { standing: 'waiting', progress: nothingYet, failure: null } as const;
export const isPending = ({ standing }: Upload) => standing === 'waiting' || standing === 'sending';

export class Uploads {
  /** In the order in which they are sent. */
  readonly all = new Signal<readonly Upload[]>([]);
  private under: AbortController | null = null;

  constructor(private readonly send: typeof submit = submit) {}

  /** How many have not ended. */
  get pending(): number {
    return this.all.value.filter(isPending).length;
  }

  /** Sends files after those that are pending; those that have ended make room. */
  add(sender: string, header: Header, files: readonly File[]): void {
    const added = files.map((file) => ({
      sender,
      header: { ...header, fileName: file.name, requestId: newRequestId() },
      file,
      ...fresh,
    }));
    this.all.value = [...this.all.value.filter(isPending), ...added];
    void this.run();
  }

  /** Sends once more what failed or was cut off. */
  again({ header }: Upload): void {
    this.change(header.requestId, fresh);
    void this.run();
  }

  cutOff({ header, standing }: Upload): void {
    if (standing === 'sending') this.under?.abort();
    else if (standing === 'waiting') this.change(header.requestId, { standing: 'cut' });
  }

  /** Cuts off what is anybody else's. */
  keepTo(sender: string): void {
    for (const one of this.all.value) if (one.sender !== sender) this.cutOff(one);
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

  private async sendOne({ header, file }: Upload): Promise<void> {
    const under = new AbortController();
    this.under = under;
    const change = (to: Partial<Upload>) => this.change(header.requestId, to);
    let progress = nothingYet;
    change({ standing: 'sending' });
    try {
      for await (const response of this.send(header, file, under.signal)) {
        progress = heard(progress, response);
        change({ progress });
      }
      change({ standing: 'ended' });
    } catch (thrown) {
      if (under.signal.aborted) change({ standing: 'cut' });
      else change({ standing: 'failed', failure: failureOf(thrown) });
    } finally {
      this.under = null;
    }
  }
}

/** Those of this page. */
export const uploads = new Uploads();
