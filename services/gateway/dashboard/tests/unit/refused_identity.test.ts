import { Code, ConnectError, type StreamResponse, type UnaryResponse } from '@connectrpc/connect';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadSession, session } from '../../src/session';
import { noticeRefusals } from '../../src/transport/refused_identity';

const li = { signedIn: true, required: true, subject: 'li', roles: ['reviewer'] };
/** Who reads, as the gateway says. */
const gateway = vi.fn<() => object>();
beforeEach(async () => {
  gateway.mockReset().mockReturnValue(li);
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(gateway())));
  await loadSession();
  gateway.mockClear();
});
afterEach(() => vi.unstubAllGlobals());

type Answer = () => Promise<UnaryResponse | StreamResponse>;
const asked = (answer: Answer) => noticeRefusals(answer)({} as never);
const refused = (error: ConnectError) => asked(() => Promise.reject(error));
const roleMissing = new ConnectError('none of your roles may do this', Code.PermissionDenied);
const over = { code: Code.Unauthenticated };

it('RefusedCallOfASessionThatIsOver_SaysThatAndThatItEnded', async () => {
  gateway.mockReturnValue({ signedIn: false, required: true });
  await expect(refused(roleMissing)).rejects.toMatchObject(over);
  expect(session.value).toMatchObject({ signedIn: false, ended: true });
  // Nobody is asked about who is signed out.
  await expect(refused(roleMissing)).rejects.toBe(roleMissing);
  expect(gateway).toHaveBeenCalledTimes(1);
});

it('StreamThatIsRefusedWhereItEnds_SaysSoToo', async () => {
  gateway.mockReturnValue({ signedIn: false, required: true });
  async function* messages() {
    yield 'one';
    throw roleMissing;
  }
  const answer = { stream: true, message: messages() } as unknown as StreamResponse;
  const { message } = (await asked(() => Promise.resolve(answer))) as StreamResponse;
  const read: unknown[] = [];
  const reading = (async () => {
    for await (const one of message) read.push(one);
  })();
  await expect(reading).rejects.toMatchObject(over);
  expect(read).toEqual(['one']);
});

it('RoleThatIsMissing_StaysOneWhileTheSessionHolds', async () => {
  await expect(refused(roleMissing)).rejects.toBe(roleMissing);
  expect(session.value.signedIn).toBe(true);
});

it('OtherFailures_SayNothingAboutWhoAsks', async () => {
  const away = new ConnectError('away', Code.Unavailable);
  await expect(refused(away)).rejects.toBe(away);
  expect(gateway).not.toHaveBeenCalled();
});
