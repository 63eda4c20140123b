import { create } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { beforeEach, expect, it, vi } from 'vitest';
import {
  type SubmitResponse,
  SubmitResponseSchema,
} from '../../build/generated/yuheng/ingestion/v1/ingestion_service_pb';
import type { submit } from '../../src/transport/submit';
import { Uploads } from '../../src/transport/uploads';

const file = (name: string) => new File(['x'], name);
const receipt = create(SubmitResponseSchema, {
  event: { case: 'receipt', value: { submission: 's-1' } },
});

/** A service whose answers a test gives, one file at a time. */
class Service {
  readonly sent: string[] = [];
  readonly requestIds: (string | undefined)[] = [];
  private answer: ((answer: SubmitResponse | Error | null) => void) | null = null;

  readonly submit: typeof submit = (header, _, signal) => {
    this.sent.push(header.fileName ?? '');
    this.requestIds.push(header.requestId);
    const next = () =>
      new Promise<SubmitResponse | Error | null>((resolve, reject) => {
        this.answer = resolve;
        signal.addEventListener('abort', () => reject(new ConnectError('aborted', Code.Canceled)));
      });
    return (async function* () {
      for (let answer = await next(); answer !== null; answer = await next()) {
        if (answer instanceof Error) throw answer;
        yield answer;
      }
    })();
  };

  async say(answer: SubmitResponse | Error | null): Promise<void> {
    await vi.waitFor(() => expect(this.answer).not.toBeNull());
    const say = this.answer!;
    this.answer = null;
    say(answer);
    await new Promise((resolve) => setTimeout(resolve));
  }
}

let service: Service;
let uploads: Uploads;
beforeEach(() => {
  service = new Service();
  uploads = new Uploads(service.submit);
});
const standings = () => uploads.all.value.map(({ standing }) => standing);

it('Files_AreSentOneAfterTheOther', async () => {
  uploads.add('wang', {}, [file('a'), file('b')]);
  uploads.add('wang', {}, [file('c')]);
  expect(standings()).toEqual(['sending', 'waiting', 'waiting']);
  expect(uploads.pending).toBe(3);
  await service.say(receipt);
  expect(uploads.all.value[0]?.progress.receipt?.submission).toBe('s-1');
  await service.say(null);
  expect(standings()).toEqual(['ended', 'sending', 'waiting']);
  await service.say(null);
  await service.say(null);
  expect(service.sent).toEqual(['a', 'b', 'c']);
  expect(uploads.pending).toBe(0);
});

it('WhatHasEnded_MakesRoomForWhatComes', async () => {
  uploads.add('wang', {}, [file('a')]);
  await service.say(null);
  uploads.add('wang', {}, [file('b')]);
  expect(uploads.all.value.map((one) => one.file.name)).toEqual(['b']);
});

it('FailedUpload_HoldsUpNobodyAndIsTheSameUploadAgain', async () => {
  uploads.add('wang', {}, [file('a'), file('b')]);
  await service.say(new ConnectError('away', Code.Unavailable));
  expect(standings()).toEqual(['failed', 'sending']);
  expect(uploads.all.value[0]?.failure?.code).toBe(Code.Unavailable);
  await service.say(null);
  uploads.again(uploads.all.value[0]!);
  await service.say(null);
  expect(standings()).toEqual(['ended', 'ended']);
  expect(service.sent).toEqual(['a', 'b', 'a']);
  expect(service.requestIds[2]).toBe(service.requestIds[0]);
  expect(service.requestIds[1]).not.toBe(service.requestIds[0]);
});

it('CutOff_IsToldAndTheNextIsSent', async () => {
  uploads.add('wang', {}, [file('a'), file('b'), file('c')]);
  uploads.cutOff(uploads.all.value[2]!);
  uploads.cutOff(uploads.all.value[0]!);
  await vi.waitFor(() => expect(standings()).toEqual(['cut', 'sending', 'cut']));
});

it('AnotherPerson_CutsOffWhatIsNotTheirs', async () => {
  uploads.add('wang', {}, [file('a'), file('b')]);
  uploads.keepTo('wang');
  expect(standings()).toEqual(['sending', 'waiting']);
  uploads.keepTo('');
  await vi.waitFor(() => expect(standings()).toEqual(['cut', 'cut']));
  expect(service.sent).toEqual(['a']);
});
