// IngestionService.Submit takes a stream, which browsers can't send while they
// read. The request's messages are therefore one body, in envelopes one behind
// the other; the answer is read as it comes.
import { create, fromBinary, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { endStreamFromJson } from '@connectrpc/connect/protocol-connect';
import {
  SubmitHeaderSchema,
  SubmitRequestSchema,
  SubmitResponseSchema,
  type SubmitResponse,
} from '../../build/generated/yuheng/ingestion/v1/ingestion_service_pb';
import { envelopeHead, EnvelopeReader, flagEndStream } from './envelope';
import { hex } from '../sha256';
import { refusalOf } from './refusal';
import { refusedAs } from './refused_identity';

/** The contract's limit of one chunk is 1 MiB. */
const chunkBytes = 512 * 1024;
/** Time for the upload, and for the answer to begin. */
const submitTimeoutMs = 300_000;

export type Header = MessageInitShape<typeof SubmitHeaderSchema>;

/** Bytes in front of a chunk's own, so that a file is sent without being copied. */
function chunkHead(size: number): Uint8Array<ArrayBuffer> {
  // Field 2, length-delimited, then the length as a varint.
  const head = [0x12];
  let left = size;
  for (; left >= 0x80; left >>>= 7) head.push((left & 0x7f) | 0x80);
  head.push(left);
  return new Uint8Array(head);
}

/** Header and file, from the header's resume_offset on, as the envelopes of one request body. */
export function submitBody(header: Header, file: Blob): Blob {
  const first = toBinary(
    SubmitRequestSchema,
    create(SubmitRequestSchema, {
      part: { case: 'header', value: create(SubmitHeaderSchema, header) },
    }),
  );
  const parts: BlobPart[] = [envelopeHead(0, first.length), first as Uint8Array<ArrayBuffer>];
  for (let at = Number(header.resumeOffset ?? 0n); at < file.size; at += chunkBytes) {
    const chunk = file.slice(at, Math.min(at + chunkBytes, file.size));
    const head = chunkHead(chunk.size);
    parts.push(envelopeHead(0, head.length + chunk.size), head, chunk);
  }
  return new Blob(parts);
}

async function send(header: Header, file: Blob, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch('/yuheng.ingestion.v1.IngestionService/Submit', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/connect+proto',
        'Connect-Protocol-Version': '1',
        'Connect-Timeout-Ms': String(submitTimeoutMs),
      },
      body: submitBody(header, file),
      signal,
    });
  } catch (error) {
    throw ConnectError.from(error, signal.aborted ? Code.Canceled : Code.Unavailable);
  }
  if (!response.ok) throw await refusalOf(response);
  return response;
}

/** What an answer says until its end. */
async function* read(answer: ReadableStream<Uint8Array>): AsyncGenerator<SubmitResponse> {
  const reader = new EnvelopeReader();
  const body = answer.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await body.read();
      if (done && ended && reader.empty) return;
      if (done) throw new ConnectError('the answer was cut off', Code.Unavailable);
      for (const { flags, message } of reader.take(value)) {
        if (ended) throw new ConnectError('an answer behind its end', Code.Unavailable);
        if ((flags & flagEndStream) !== 0) {
          const end = endStreamFromJson(message);
          if (end.error !== undefined) throw end.error;
          ended = true;
          continue;
        }
        yield fromBinary(SubmitResponseSchema, message);
      }
    }
  } finally {
    // Who reads no further does not want the rest either.
    body.cancel().catch(() => undefined);
  }
}

/** Sends a document; yields what the service says until it ends. Throws ConnectError. */
export async function* submit(
  header: Header,
  file: Blob,
  signal: AbortSignal,
): AsyncGenerator<SubmitResponse> {
  try {
    const { body } = await send(header, file, signal);
    yield* read(body ?? new Blob([]).stream());
  } catch (error) {
    throw ConnectError.from(await refusedAs(error), Code.Unavailable);
  }
}

/** An id for one upload; the same again is the same upload. */
export function newRequestId(): string {
  return `page-${hex(crypto.getRandomValues(new Uint8Array(16)))}`;
}
