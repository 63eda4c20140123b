// Calls whose messages come one after another.
import { readFileSync } from 'node:fs';
import { Code, ConnectError } from '@connectrpc/connect';
import { compressionGzip } from '@connectrpc/connect-node';
import { describe, expect, it } from 'vitest';
import { RetryInfoSchema } from '../../build/generated/google/rpc/error_details_pb';
import { SubmissionState } from '../../build/generated/yuheng/ingestion/v1/submission_pb';
import {
  drain,
  environment,
  expectReason,
  failureOf,
  nodePeer,
  nodeTransport,
  peer,
  peers,
  prefecture,
  scope,
  tables,
  type Peer,
} from './peers';

/** The gateway's streams at once; as its configuration in the test has it. */
const streamsMax = Number(environment('YUHENG_STREAMS_MAX'));
/** A document that no other test sends. */
const document = readFileSync(environment('YUHENG_DOCUMENT'));

type Watch = AsyncIterator<unknown>;

/** A watch that has had its first message. */
async function watch({ aggregation }: Peer, signal: AbortSignal): Promise<Watch> {
  const stream = aggregation.watchTotals({ scope, tables }, { signal })[Symbol.asyncIterator]();
  await stream.next();
  return stream;
}

/** The same, as soon as there is a place for it. */
async function watchAtLast(by: Peer, signal: AbortSignal): Promise<Watch> {
  for (;;) {
    try {
      return await watch(by, signal);
    } catch (error) {
      if (ConnectError.from(error).code !== Code.ResourceExhausted) throw error;
    }
  }
}

async function firstSubmission(): Promise<{ name: string; sizeBytes: bigint }> {
  const { submissions } = await nodePeer.ingestion.listSubmissions({ parent: prefecture });
  expect(submissions.length).toBeGreaterThan(0);
  return submissions[0]!;
}

describe.each(peers)('$name', (by) => {
  it('Stream_ComesWholeAndEnds', async () => {
    const { name, sizeBytes } = await firstSubmission();
    let size = 0;
    let told: string | null = null;
    const stream = by.ingestion.readSource(
      { name },
      {
        headers: { 'x-request-id': 'interop-2' },
        onTrailer: (trailers) => (told = trailers.get('x-request-id')),
      },
    );
    for await (const { chunk } of stream) size += chunk.length;
    expect(size).toBe(Number(sizeBytes));
    expect(told).toBe('interop-2');
  });

  it('StreamThatIsRefused_IsToldWithItsDetails', async () => {
    const error = await failureOf(drain(by.ingestion.readSource({ name: 'nonsense' })));
    expectReason(error, Code.InvalidArgument, 'FIELD_INVALID');
    const watched = await failureOf(drain(by.aggregation.watchTotals({ scope: { name: 'x' } })));
    expectReason(watched, Code.InvalidArgument, 'FIELD_INVALID');
  });

  it('ErrorBehindMessages_IsTold', async () => {
    // The gateway's deadline: the client knows of none.
    const headers = { 'connect-timeout-ms': '1500' };
    const stream = by.aggregation.watchTotals({ scope, tables }, { headers });
    const kinds: (string | undefined)[] = [];
    const failed = (async () => {
      for await (const { event } of stream) kinds.push(event.case);
    })();
    expectReason(await failureOf(failed), Code.DeadlineExceeded, 'DEADLINE');
    expect(kinds[0]).toBe('snapshot');
  });

  it('OwnDeadline_EndsTheWatch', async () => {
    const stream = by.aggregation.watchTotals({ scope, tables }, { timeoutMs: 500 });
    const error = await failureOf(drain(stream));
    expect(Code[error.code]).toBe('DeadlineExceeded');
  });

  it('MessageAboveTheLimit_IsRefused', async () => {
    const stream = by.ingestion.readSource({ name: 'x'.repeat(1_500_000) });
    const error = await failureOf(drain(stream));
    expectReason(error, Code.ResourceExhausted, 'REQUEST_TOO_LARGE');
  });

  it('MethodForServices_IsNotOffered', async () => {
    const error = await failureOf(drain(by.validation.validate({})));
    expect(Code[error.code]).toBe('Unimplemented');
  });

  // Node's fetch, which connect-web has here, may lose an abort while nobody reads:
  // its own side stays open then, and there is nothing for a gateway to see.
  it.skipIf(by.name.startsWith('connect-web'))('CancelledWatch_GivesItsPlaceBack', async () => {
    const callers = Array.from({ length: streamsMax }, () => new AbortController());
    const watches = await Promise.all(callers.map(({ signal }) => watchAtLast(by, signal)));
    const full = await failureOf(drain(by.aggregation.watchTotals({ scope, tables })));
    expectReason(full, Code.ResourceExhausted, 'CALLS_TOO_MANY');
    expect(full.findDetails(RetryInfoSchema)[0]?.retryDelay).toBeDefined();

    callers[0]!.abort();
    const rest = async () => {
      while (!(await watches[0]!.next()).done);
    };
    expect(Code[(await failureOf(rest())).code]).toBe('Canceled');
    const late = new AbortController();
    await watchAtLast(by, late.signal);
    for (const caller of [late, ...callers]) caller.abort();
  });
});

describe('Compression', () => {
  it('WhoTakesIt_IsAnsweredWithout', async () => {
    const { name, sizeBytes } = await firstSubmission();
    const takes = peer('', nodeTransport({ acceptCompression: [compressionGzip] }));
    let encoding: string | null = '';
    let size = 0;
    const stream = takes.ingestion.readSource(
      { name },
      { onHeader: (headers) => (encoding = headers.get('connect-content-encoding')) },
    );
    for await (const { chunk } of stream) size += chunk.length;
    expect(size).toBe(Number(sizeBytes));
    expect(encoding).toBeNull();
  });

  it('WhoSendsIt_IsTold', async () => {
    const sends = peer(
      '',
      nodeTransport({ sendCompression: compressionGzip, compressMinBytes: 0 }),
    );
    const error = await failureOf(drain(sends.aggregation.watchTotals({ scope, tables })));
    expectReason(error, Code.Unimplemented, 'NOT_OFFERED');
    expect(error.rawMessage).toContain('identity');
  });
});

describe('Upload', () => {
  const header = { parent: prefecture, fileName: 'a.txt', actor: 'interop' };
  async function* upload(requestId: string) {
    yield { part: { case: 'header' as const, value: { ...header, requestId } } };
    const half = document.length / 2;
    for (const chunk of [document.subarray(0, half), document.subarray(half)]) {
      yield { part: { case: 'chunk' as const, value: new Uint8Array(chunk) } };
    }
  }

  // Browsers can't send a stream.
  it.each(peers.slice(0, 2))('Document_IsPostedAndWatched ($name)', async (by) => {
    const caller = new AbortController();
    const { signal } = caller;
    const changes = by.aggregation.watchTotals({ scope, tables }, { signal });
    const told = (async () => {
      for await (const { event } of changes)
        if (event.case === 'delta') return event.value.revision;
      return 0n;
    })();

    const events: (string | undefined)[] = [];
    let state = SubmissionState.UNSPECIFIED;
    for await (const { event } of by.ingestion.submit(upload(by.name.replaceAll(' ', '-')))) {
      events.push(event.case);
      if (event.case === 'submission') state = event.value.state;
    }
    expect(events[0]).toBe('receipt');
    expect(SubmissionState[state]).toBe('POSTED');
    if (by === peers[0]) expect(await told).toBeGreaterThan(0n);
    caller.abort();
    await told.catch(() => undefined);
  });

  it.each(peers.slice(0, 2))('WhatIsNoDocument_IsRefused ($name)', async (by) => {
    async function* wrong() {
      yield { part: { case: 'chunk' as const, value: new Uint8Array(10) } };
    }
    const error = await failureOf(drain(by.ingestion.submit(wrong())));
    expectReason(error, Code.InvalidArgument, 'UPLOAD_PROTOCOL');
  });
});
