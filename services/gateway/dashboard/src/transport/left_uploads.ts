// Uploads that were under way when a page was left or read anew: their files are gone with
// it, what was said of them is kept in the tab.
import type { Submission } from '../../build/generated/yuheng/ingestion/v1/submission_pb';
import { hex } from '../sha256';
import { Signal } from '../signal';
import { ingestion } from './clients';
import { type Announced, bytesThere } from './resuming';

export interface LeftUpload {
  readonly sender: string;
  readonly header: Announced;
}

const storageKey = 'yuheng.uploads';

/** As JSON: the hash in hexadecimal, sizes as digits. */
function written({ sender, header }: LeftUpload): object {
  const { documentSha256, documentSizeBytes, resumeOffset: _, ...rest } = header;
  return {
    sender,
    header: rest,
    sha256: documentSha256 === undefined ? '' : hex(documentSha256),
    size: String(documentSizeBytes ?? 0n),
  };
}

function read(one: ReturnType<typeof written>): LeftUpload {
  const { sender, header, sha256, size } = one as {
    sender: string;
    header: Announced;
    sha256: string;
    size: string;
  };
  const bytes = new Uint8Array((sha256.match(/../g) ?? []).map((byte) => parseInt(byte, 16)));
  return {
    sender,
    header: { ...header, documentSha256: bytes, documentSizeBytes: BigInt(size) },
  };
}

export class LeftUploads {
  /** Those of a page before this one. */
  readonly all = new Signal<readonly LeftUpload[]>([]);
  private kept: LeftUpload[] = [];

  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
    try {
      const text = storage?.getItem(storageKey) ?? '[]';
      this.kept = (JSON.parse(text) as object[]).map(read);
    } catch {
      // What another build wrote, or a browser that keeps nothing.
    }
    this.all.value = this.kept;
  }

  /** Of an upload that begins; one without a hash could not be found again. */
  keep({ sender, header }: LeftUpload): void {
    if (header.documentSha256 === undefined) return;
    this.drop(header.requestId);
    this.kept.push({ sender, header });
    this.write();
  }

  /** It ended, or nobody wants it any more. */
  forget(requestId: string): void {
    this.drop(requestId);
    this.write();
  }

  private drop(requestId: string): void {
    const other = ({ header }: LeftUpload) => header.requestId !== requestId;
    this.kept = this.kept.filter(other);
    if (!this.all.value.every(other)) this.all.value = this.all.value.filter(other);
  }

  private write(): void {
    try {
      this.storage?.setItem(storageKey, JSON.stringify(this.kept.map(written)));
    } catch {
      // Full or forbidden: then a page read anew knows of none.
    }
  }
}

/** Those of this tab. */
export const leftUploads = new LeftUploads(globalThis.sessionStorage ?? null);

export interface WhatBecame {
  /** Null where it is no submission, yet. */
  readonly submission: Submission | null;
  readonly bytesThere: bigint;
}

/** What became of an upload, by its id. */
export async function whatBecameOf(
  { header }: LeftUpload,
  signal: AbortSignal,
): Promise<WhatBecame> {
  const { parent = '', requestId } = header;
  const { submission } = await ingestion.getOutcome({ parent, requestId }, { signal });
  if (submission !== undefined) return { submission, bytesThere: 0n };
  return { submission: null, bytesThere: await bytesThere(header, signal) };
}
