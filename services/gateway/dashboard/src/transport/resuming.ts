// Uploads that go on where their line was cut: what is announced of them, how much of
// them is there, and when it is worth going on.
import { Code } from '@connectrpc/connect';
import { digestOf } from '../sha256';
import { ingestion } from './clients';
import type { Failure } from './failure';
import type { Header } from './submit';

export type Announced = Header & { readonly requestId: string };

/** The header with what is announced of the whole; as it is where the browser can't tell it. */
export async function announced<H extends Announced>(header: H, file: Blob): Promise<H> {
  if (header.validateOnly || file.size === 0) return header;
  const documentSha256 = await digestOf(file);
  if (documentSha256 === null) return header;
  return { ...header, documentSha256, documentSizeBytes: BigInt(file.size) };
}

/** How many of the first bytes the service has; 0 where it was told nothing to know it by. */
export async function bytesThere(header: Announced, signal: AbortSignal): Promise<bigint> {
  const { parent, requestId, documentSha256, documentSizeBytes } = header;
  if (documentSha256 === undefined || header.validateOnly) return 0n;
  const answer = await ingestion.queryUpload(
    {
      requestId,
      documentSha256,
      ...(parent === undefined ? {} : { parent }),
      ...(documentSizeBytes === undefined ? {} : { documentSizeBytes }),
    },
    { signal },
  );
  return answer.durableSizeBytes;
}

/** Whether the line or the service gave way, and not the document. */
export const mayGoOn = ({ code, retryAfterMs }: Failure): boolean =>
  code === Code.Unavailable ||
  code === Code.DeadlineExceeded ||
  (code === Code.ResourceExhausted && retryAfterMs !== null);

/** What the service has is not what it was said to have: all is sent again. */
export const isOffsetRefused = ({ reason }: Failure): boolean =>
  reason === 'UPLOAD_OFFSET' || reason === 'UPLOAD_DAMAGED';
