import { Code, ConnectError, type StreamResponse, type UnaryResponse } from '@connectrpc/connect';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { noticeRefusals, refusedIdentity } from '../../src/transport/refused_identity';
import type { Stop } from '../../src/signal';

const noticed = vi.fn();
let stop: Stop;
beforeEach(() => {
  noticed.mockReset();
  stop = refusedIdentity.listen(noticed);
});
afterEach(() => stop());

type Answer = () => Promise<UnaryResponse | StreamResponse>;
const asked = (answer: Answer) => noticeRefusals(answer)({} as never);
const refusal = new ConnectError('over', Code.Unauthenticated);

it('RefusedCall_IsNoticed', async () => {
  await expect(asked(() => Promise.reject(refusal))).rejects.toBe(refusal);
  expect(noticed).toHaveBeenCalledTimes(1);
});

it('StreamThatIsRefusedWhereItEnds_IsNoticed', async () => {
  async function* messages() {
    yield 'one';
    throw refusal;
  }
  const answer = { stream: true, message: messages() } as unknown as StreamResponse;
  const { message } = (await asked(() => Promise.resolve(answer))) as StreamResponse;
  const read: unknown[] = [];
  const reading = (async () => {
    for await (const one of message) read.push(one);
  })();
  await expect(reading).rejects.toBe(refusal);
  expect(read).toEqual(['one']);
  expect(noticed).toHaveBeenCalledTimes(1);
});

it('OtherFailures_SayNothingAboutWhoAsks', async () => {
  const away = new ConnectError('away', Code.Unavailable);
  await expect(asked(() => Promise.reject(away))).rejects.toBe(away);
  expect(noticed).not.toHaveBeenCalled();
});
