import { create, toBinary } from '@bufbuild/protobuf';
import { Code } from '@connectrpc/connect';
import { afterEach, expect, it, vi } from 'vitest';
import { SubmitResponseSchema } from '../../build/generated/yuheng/ingestion/v1/ingestion_service_pb';
import { envelopeHead, flagEndStream } from '../../src/transport/envelope';
import { loadSession, session } from '../../src/session';
import { submit } from '../../src/transport/submit';

afterEach(() => vi.unstubAllGlobals());

const enveloped = (flags: number, message: Uint8Array): Uint8Array =>
  new Uint8Array([...envelopeHead(flags, message.length), ...message]);
const receipt = enveloped(
  0,
  toBinary(
    SubmitResponseSchema,
    create(SubmitResponseSchema, { event: { case: 'receipt', value: { submission: 's-1' } } }),
  ),
);
const endOf = (json: object) =>
  enveloped(flagEndStream, new TextEncoder().encode(JSON.stringify(json)));

/** The cases of what an upload is told whose answer is these bytes. */
async function told(...answer: Uint8Array[]): Promise<(string | undefined)[]> {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(new Blob(answer as BlobPart[]))));
  const cases: (string | undefined)[] = [];
  for await (const { event } of submit({}, new Blob(['x']), new AbortController().signal))
    cases.push(event.case);
  return cases;
}

it('Answer_IsWhatComesUpToItsEnd', async () => {
  expect(await told(receipt, endOf({}))).toEqual(['receipt']);
});

it('AnswerWithoutAnEnd_WasCutOff', async () => {
  await expect(told(receipt)).rejects.toThrow(/cut off/);
  await expect(told()).rejects.toThrow(/cut off/);
});

it('WhatStandsBehindTheEnd_IsRefused', async () => {
  await expect(told(endOf({}), new Uint8Array([0, 0]))).rejects.toThrow(/cut off/);
  await expect(told(endOf({}), receipt)).rejects.toThrow(/behind its end/);
});

it('SessionThatIsOver_IsToldWhereverItIsTold', async () => {
  const answers: Record<string, () => Response> = {
    '/session': () => Response.json({ signedIn: true, subject: 'wang' }),
  };
  vi.stubGlobal('fetch', (path: string) =>
    Promise.resolve((answers[path] ?? answers['submit']!)()),
  );
  const refusal = async () => {
    await loadSession();
    answers['/session'] = () => Response.json({ signedIn: false });
    const sent = submit({}, new Blob([]), new AbortController().signal);
    await expect(sent.next()).rejects.toMatchObject({ code: Code.Unauthenticated });
    expect(session.value.ended).toBe(true);
    answers['/session'] = () => Response.json({ signedIn: true, subject: 'wang' });
  };
  const error = { code: 'permission_denied', message: 'none of your roles may do this' };
  answers['submit'] = () => Response.json(error, { status: 403 });
  await refusal();
  answers['submit'] = () => new Response(new Blob([endOf({ error })] as BlobPart[]));
  await refusal();
});
