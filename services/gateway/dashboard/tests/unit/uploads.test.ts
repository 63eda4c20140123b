import { create } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  type SubmitResponse,
  SubmitResponseSchema,
} from '../../build/generated/yuheng/ingestion/v1/ingestion_service_pb';
import { ErrorInfoSchema } from '../../build/generated/google/rpc/error_details_pb';
import { LeftUploads } from '../../src/transport/left_uploads';
import { goOnMaxMs, Uploads, type UploadService } from '../../src/transport/uploads';

const file = (name: string) => new File(['x'], name);
const receipt = create(SubmitResponseSchema, {
  event: { case: 'receipt', value: { submission: 's-1' } },
});

/** A service whose answers a test gives, one file at a time. */
class Service implements UploadService {
  readonly sent: string[] = [];
  readonly requestIds: (string | undefined)[] = [];
  /** Where each began. */
  readonly offsets: (bigint | undefined)[] = [];
  there = 0n;
  private answer: ((answer: SubmitResponse | Error | null) => void) | null = null;

  bytesThere: UploadService['bytesThere'] = () => Promise.resolve(this.there);
  readonly submit: UploadService['submit'] = (header, _, signal) => {
    this.sent.push(header.fileName ?? '');
    this.requestIds.push(header.requestId);
    this.offsets.push(header.resumeOffset);
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

/** What the tab remembers, as a page read anew would find it. */
const tab = new Map<string, string>();
const storage = {
  getItem: (key: string) => tab.get(key) ?? null,
  setItem: (key: string, value: string) => void tab.set(key, value),
};
const kept = () => new LeftUploads(storage).all.value.map(({ header }) => header.fileName);

let service: Service;
let left: LeftUploads;
let uploads: Uploads;
beforeEach(() => {
  service = new Service();
  tab.clear();
  left = new LeftUploads(storage);
  uploads = new Uploads(service, left, 1);
});
afterEach(() => vi.useRealTimers());
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
  await service.say(new ConnectError('no document', Code.InvalidArgument));
  expect(standings()).toEqual(['failed', 'sending']);
  expect(uploads.all.value[0]?.failure?.code).toBe(Code.InvalidArgument);
  await vi.waitFor(() => expect(kept()).toEqual(['b']));
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

it('WhatIsThere_IsToldUntilAllIs', async () => {
  uploads.add('wang', {}, [file('a')]);
  service.there = 3n;
  await vi.waitFor(() => expect(uploads.all.value[0]?.there).toBe(3n));
  await service.say(receipt);
  const asked = vi.spyOn(service, 'bytesThere');
  await service.say(null);
  expect(standings()).toEqual(['ended']);
  expect(asked).not.toHaveBeenCalled();
});

it('LineThatDoesNotAnswer_IsToldWhileItIsWaitedFor', async () => {
  const answers = vi.spyOn(service, 'bytesThere');
  answers.mockRejectedValue(new ConnectError('away', Code.Unavailable));
  uploads.add('wang', {}, [file('a')]);
  await vi.waitFor(() => expect(uploads.all.value[0]?.isStalled).toBe(true));
  expect(standings()).toEqual(['sending']);
  answers.mockResolvedValue(1n);
  await vi.waitFor(() => expect(uploads.all.value[0]?.isStalled).toBe(false));
});

it('SessionThatEnds_KeepsWhatWasNotSentForItsSender', async () => {
  uploads.add('wang', {}, [file('a'), file('b')]);
  uploads.keepTo('wang');
  expect(standings()).toEqual(['sending', 'waiting']);
  await vi.waitFor(() => expect(service.sent).toEqual(['a']));
  uploads.keepTo('');
  await vi.waitFor(() => expect(standings()).toEqual(['failed', 'failed']));
  expect(service.sent).toEqual(['a']);
  expect(uploads.unsent).toBe(2);
  // Back again, they send something else; what was kept waits for their word.
  uploads.add('wang', {}, [file('c')]);
  expect(standings()).toEqual(['failed', 'failed', 'sending']);
  uploads.again(uploads.all.value[0]!);
  expect(standings()).toEqual(['waiting', 'failed', 'sending']);
  expect(uploads.unsent).toBe(1);
});

const away = () => new ConnectError('away', Code.Unavailable);

it('BrokenLine_GoesOnFromWhatTheServiceHas', async () => {
  uploads.add('wang', {}, [file('a'), file('b')]);
  service.there = 3n;
  await service.say(away());
  expect(standings()).toEqual(['broken', 'waiting']);
  expect(uploads.pending).toBe(2);
  expect(uploads.all.value[0]?.failure?.code).toBe(Code.Unavailable);
  uploads.again(uploads.all.value[0]!);
  await service.say(receipt);
  expect(uploads.all.value[0]).toMatchObject({ standing: 'sending', from: 3n, failure: null });
  await service.say(null);
  expect(standings()).toEqual(['ended', 'sending']);
  expect(service.offsets.slice(0, 2)).toEqual([0n, 3n]);
  expect(service.requestIds[1]).toBe(service.requestIds[0]);
});

it('WhatTheServiceHasNoMore_IsSentFromItsBeginning', async () => {
  uploads.add('wang', {}, [file('a')]);
  service.there = 3n;
  await service.say(away());
  uploads.again(uploads.all.value[0]!);
  const gone = { desc: ErrorInfoSchema, value: { reason: 'UPLOAD_OFFSET' } };
  await service.say(new ConnectError('gone', Code.FailedPrecondition, undefined, [gone]));
  expect(standings()).toEqual(['broken']);
  uploads.again(uploads.all.value[0]!);
  await service.say(null);
  expect(service.offsets).toEqual([0n, 3n, 0n]);
  expect(standings()).toEqual(['ended']);
});

it('LineThatStaysAway_FailsInTheEndAndIsTakenUpLater', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  uploads.add('wang', {}, [file('a')]);
  await vi.waitFor(() => expect(service.sent).toHaveLength(1));
  vi.setSystemTime(Date.now() + goOnMaxMs / 2);
  await service.say(away());
  expect(standings()).toEqual(['broken']);
  uploads.again(uploads.all.value[0]!);
  vi.setSystemTime(Date.now() + goOnMaxMs);
  await service.say(away());
  expect(standings()).toEqual(['failed']);
  expect(service.sent).toHaveLength(2);
  // A page read anew knows of it, and goes on under the same id.
  const again = new LeftUploads(storage);
  const [one] = again.all.value;
  expect(one?.sender).toBe('wang');
  service.there = 1n;
  uploads = new Uploads(service, again);
  uploads.takeUp(one!, file('a'));
  await service.say(null);
  expect(again.all.value).toEqual([]);
  expect(service.requestIds[2]).toBe(service.requestIds[0]);
  expect(service.offsets[2]).toBe(1n);
  expect(kept()).toEqual([]);
});

it('BrokenLine_MayBeCutOffInstead', async () => {
  uploads.add('wang', {}, [file('a')]);
  await service.say(away());
  uploads.cutOff(uploads.all.value[0]!);
  await vi.waitFor(() => expect(standings()).toEqual(['cut']));
});

it('CheckOnly_IsNotRemembered', async () => {
  uploads.add('wang', { validateOnly: true }, [file('a')]);
  await service.say(receipt);
  expect(kept()).toEqual([]);
});
