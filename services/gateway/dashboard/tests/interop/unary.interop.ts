// Calls of one message each way.
import diagnostics from 'node:diagnostics_channel';
import { Code } from '@connectrpc/connect';
import { compressionGzip } from '@connectrpc/connect-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  BadRequestSchema,
  LocalizedMessageSchema,
} from '../../build/generated/google/rpc/error_details_pb';
import {
  expectReason,
  failureOf,
  getPeers,
  nodePeer,
  nodeTransport,
  peer,
  peers,
  prefecture,
  scope,
  tables,
} from './peers';

/** Above the gateway's limit of one message. */
const tooLong = 'x'.repeat(1_500_000);

describe.each(peers)('$name', ({ aggregation, ingestion }) => {
  it('Amounts_AreExactInEveryCodec', async () => {
    const { revision, totals } = await aggregation.listTotals({ scope, tables });
    const exact = await nodePeer.aggregation.listTotals({ scope, tables, revision });
    expect(totals.length).toBeGreaterThan(0);
    expect(totals.some((total) => total.derivedFen > 0n)).toBe(true);
    expect(totals).toEqual(exact.totals);
  });

  it('WhatAServiceRefuses_IsToldWithItsDetails', async () => {
    const error = await failureOf(ingestion.getSubmission({ name: 'nonsense' }));
    expectReason(error, Code.InvalidArgument, 'FIELD_INVALID');
    expect(error.rawMessage).not.toBe('');
    expect(error.findDetails(BadRequestSchema)[0]?.fieldViolations[0]?.field).toBe('name');
    const languages = error.findDetails(LocalizedMessageSchema).map(({ locale }) => locale);
    expect(languages).toContain('zh-CN');
  });

  it('WhatIsNotThere_IsToldInItsCode', async () => {
    const name = `${prefecture}/departments/999/submissions/s-1`;
    const error = await failureOf(ingestion.getSubmission({ name }));
    expect(Code[error.code]).toBe('NotFound');
  });

  it('MethodForServices_IsNotOffered', async () => {
    expectReason(await failureOf(aggregation.post({})), Code.Unimplemented, 'NOT_OFFERED');
  });

  it('MessageAboveTheLimit_IsRefused', async () => {
    const error = await failureOf(ingestion.getSubmission({ name: tooLong }));
    expectReason(error, Code.ResourceExhausted, 'REQUEST_TOO_LARGE');
    // And the next call finds a connection that works.
    await aggregation.listTotals({ scope, tables });
  });

  it('RequestId_GoesThereAndBack', async () => {
    let told: string | null = null;
    await aggregation.listTotals(
      { scope, tables },
      {
        headers: { 'x-request-id': 'interop-1' },
        onHeader: (headers) => (told = headers.get('x-request-id')),
      },
    );
    expect(told).toBe('interop-1');
  });

  it('CancelledCall_IsCancelled', async () => {
    const caller = new AbortController();
    const call = failureOf(ingestion.listSubmissions({ parent: prefecture }, caller));
    caller.abort();
    expect(Code[(await call).code]).toBe('Canceled');
  });
});

describe('Get', () => {
  const verbs = new Set<string>();
  const note = (message: unknown) =>
    verbs.add((message as { request: { method: string } }).request.method);
  const channels = ['http.client.request.start', 'undici:request:create'];
  beforeEach(() => {
    verbs.clear();
    for (const channel of channels) diagnostics.subscribe(channel, note);
  });
  afterEach(() => {
    for (const channel of channels) diagnostics.unsubscribe(channel, note);
  });

  it.each(getPeers)('WhatReads_IsRead ($name)', async ({ aggregation }) => {
    const read = await aggregation.listTotals({ scope, tables });
    expect([...verbs]).toEqual(['GET']);
    const posted = await nodePeer.aggregation.listTotals({
      scope,
      tables,
      revision: read.revision,
    });
    expect(read.totals).toEqual(posted.totals);
  });

  it.each(getPeers)('Failure_IsToldWithItsDetails ($name)', async ({ ingestion }) => {
    const error = await failureOf(ingestion.getSubmission({ name: 'nonsense' }));
    expect([...verbs]).toEqual(['GET']);
    expectReason(error, Code.InvalidArgument, 'FIELD_INVALID');
  });

  it.each(getPeers)('WhatChanges_IsPosted ($name)', async ({ ingestion }) => {
    const error = await failureOf(ingestion.acceptSubmission({ name: 'nonsense' }));
    expect([...verbs]).toEqual(['POST']);
    expectReason(error, Code.InvalidArgument, 'FIELD_INVALID');
  });
});

describe('Compression', () => {
  it('WhoTakesIt_IsAnsweredWithout', async () => {
    const takes = peer('', nodeTransport({ acceptCompression: [compressionGzip] }));
    let encoding: string | null = '';
    await takes.aggregation.listTotals(
      { scope, tables },
      { onHeader: (headers) => (encoding = headers.get('content-encoding')) },
    );
    expect(encoding).toBeNull();
  });

  it.each([{}, { useHttpGet: true }])('WhoSendsIt_IsTold %o', async (options) => {
    const sends = peer(
      '',
      nodeTransport({ ...options, sendCompression: compressionGzip, compressMinBytes: 0 }),
    );
    const error = await failureOf(sends.aggregation.listTotals({ scope, tables }));
    expectReason(error, Code.Unimplemented, 'NOT_OFFERED');
    expect(error.rawMessage).toContain('identity');
  });
});
