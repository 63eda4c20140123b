// The clients that call the gateway: Connect's own for Node and for browsers,
// each with both codecs. What the test's cluster is like comes by environment.
import { Code, ConnectError, createClient, type Client, type Transport } from '@connectrpc/connect';
import { createConnectTransport as createNodeTransport } from '@connectrpc/connect-node';
import { createConnectTransport as createWebTransport } from '@connectrpc/connect-web';
import { expect } from 'vitest';
import { ErrorInfoSchema } from '../../build/generated/google/rpc/error_details_pb';
import { AggregationService } from '../../build/generated/yuheng/aggregation/v1/aggregation_service_pb';
import { Stage, TableKind } from '../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { IngestionService } from '../../build/generated/yuheng/ingestion/v1/ingestion_service_pb';
import { ValidationService } from '../../build/generated/yuheng/validation/v1/validation_service_pb';

export function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

const baseUrl = environment('YUHENG_GATEWAY_URL');
export const prefecture = 'prefectures/652300';
export const scope = { name: prefecture, fiscalYear: 2023, stage: Stage.APPROVED };
export const tables = [TableKind.T1];

type NodeOptions = Partial<Parameters<typeof createNodeTransport>[0]>;

export const nodeTransport = (options: NodeOptions = {}): Transport =>
  createNodeTransport({ baseUrl, httpVersion: '1.1', ...options } as Parameters<
    typeof createNodeTransport
  >[0]);

export interface Peer {
  readonly name: string;
  readonly aggregation: Client<typeof AggregationService>;
  readonly ingestion: Client<typeof IngestionService>;
  readonly validation: Client<typeof ValidationService>;
}

export function peer(name: string, transport: Transport): Peer {
  return {
    name,
    aggregation: createClient(AggregationService, transport),
    ingestion: createClient(IngestionService, transport),
    validation: createClient(ValidationService, transport),
  };
}

export const nodePeer = peer('connect-node, proto', nodeTransport());

export const peers: readonly Peer[] = [
  nodePeer,
  peer('connect-node, json', nodeTransport({ useBinaryFormat: false })),
  peer('connect-web, proto', createWebTransport({ baseUrl, useBinaryFormat: true })),
  peer('connect-web, json', createWebTransport({ baseUrl })),
];

/** The same, reading with GET. */
export const getPeers: readonly Peer[] = [
  peer('connect-node, proto', nodeTransport({ useHttpGet: true })),
  peer('connect-node, json', nodeTransport({ useHttpGet: true, useBinaryFormat: false })),
  peer(
    'connect-web, proto',
    createWebTransport({ baseUrl, useHttpGet: true, useBinaryFormat: true }),
  ),
  peer('connect-web, json', createWebTransport({ baseUrl, useHttpGet: true })),
];

/** How a call failed; the test fails when it did not. */
export async function failureOf(call: Promise<unknown>): Promise<ConnectError> {
  const outcome = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(outcome).toBeInstanceOf(ConnectError);
  return outcome as ConnectError;
}

/** Takes a stream to its end. */
export async function drain(stream: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const message of stream) if (message !== undefined) ++count;
  return count;
}

/** What the gateway and the services say is one of theirs, with details that are read. */
export function expectReason(error: ConnectError, code: Code, reason: string): void {
  expect(Code[error.code]).toBe(Code[code]);
  const [info] = error.findDetails(ErrorInfoSchema);
  expect(info?.reason).toBe(reason);
  expect(info?.domain).not.toBe('');
}
