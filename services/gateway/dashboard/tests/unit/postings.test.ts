import { create } from '@bufbuild/protobuf';
import { beforeEach, expect, it, vi } from 'vitest';
import { TotalSchema } from '../../build/generated/yuheng/aggregation/v1/totals_pb';
import {
  WatchTotalsResponseSchema,
  type WatchTotalsResponse,
} from '../../build/generated/yuheng/aggregation/v1/aggregation_service_pb';
import { Stage } from '../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { WatchEntriesResponseSchema } from '../../build/generated/yuheng/aggregation/v1/aggregation_service_pb';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { parseAddress } from '../../src/form';
import { commitTimes, postingsBefore } from '../../src/views/totals/postings';

const said: WatchTotalsResponse[][] = [];
const asked: bigint[] = [];
const resumed: bigint[] = [];
vi.mock('../../src/transport/clients', () => ({
  streaming: (signal: AbortSignal) => ({ signal }),
  aggregation: {
    listTotals: ({ revision }: { revision: bigint }) => {
      asked.push(revision);
      return Promise.resolve({
        totals: [spent(revision < 2n ? 100n : 160n)],
        positions: [{ department: 'prefectures/652300/departments/104', seq: 1n }],
      });
    },
    watchTotals: async function* ({ resumeRevision }: { resumeRevision: bigint }) {
      resumed.push(resumeRevision);
      yield* said.shift() ?? [];
      throw new Error('it reads on');
    },
    watchEntries: async function* () {
      const entry = { revision: 7n, commitTime: timestampFromMs(1000) };
      yield create(WatchEntriesResponseSchema, { event: { case: 'entry', value: entry } });
      yield create(WatchEntriesResponseSchema, {
        event: { case: 'progress', value: { revision: 9n } },
      });
      throw new Error('it reads on');
    },
  },
}));

const spent = (derivedFen: bigint) =>
  create(TotalSchema, { account: parseAddress('T1:ex:ALL')!, derivedFen });
const delta = (
  revision: bigint,
  previousRevision: bigint,
  derivedFen: bigint,
  department: string,
) =>
  create(WatchTotalsResponseSchema, {
    event: {
      case: 'delta',
      value: {
        revision,
        previousRevision,
        totals: [spent(derivedFen)],
        department: `prefectures/652300/departments/${department}`,
        last: true,
      },
    },
  });
const progress = (revision: bigint) =>
  create(WatchTotalsResponseSchema, { event: { case: 'progress', value: { revision } } });
const scope = { name: 'prefectures/652300', fiscalYear: 2023, stage: Stage.APPROVED };
const before = (revision: bigint) => postingsBefore(scope, revision, new AbortController().signal);

beforeEach(() => {
  said.length = 0;
  asked.length = 0;
  resumed.length = 0;
});

it('Posting_TellsWhatItAddedApartFromTheTotal', async () => {
  said.push([
    progress(5n),
    delta(251n, 5n, 190n, '104'),
    delta(252n, 251n, 170n, '201'),
    progress(253n),
  ]);
  const found = await before(253n);
  expect(asked).toEqual([53n]);
  expect(found.map(({ cause, changeFen, spendingFen }) => [cause, changeFen, spendingFen])).toEqual(
    [
      ['201', -20n, 170n],
      ['104', 30n, 190n],
    ],
  );
});

it('PostingThatChangedNothing_IsToldToo', async () => {
  const nothing = delta(3n, 2n, 0n, '104');
  if (nothing.event.case === 'delta') nothing.event.value.totals = [];
  said.push([delta(2n, 1n, 160n, '104'), nothing]);
  expect((await before(3n)).map(({ revision, changeFen }) => [revision, changeFen])).toEqual([
    [3n, 0n],
    [2n, 60n],
    [1n, 100n],
  ]);
});

it('WhatStreamsNoLongerTell_IsLeftOutAndNotReadOneByOne', async () => {
  const gone = create(WatchTotalsResponseSchema, {
    event: { case: 'compacted', value: { oldestRevision: 240n } },
  });
  said.push([gone], [delta(251n, 240n, 190n, '104'), progress(253n)]);
  expect((await before(253n)).map(({ revision }) => revision)).toEqual([251n]);
  expect(resumed).toEqual([53n, 240n]);
  expect(asked).toEqual(resumed);
});

it('FirstPostingOfAll_IsTold', async () => {
  const first = { revision: 1n, cause: '104', changeFen: 100n, spendingFen: 100n };
  expect(await before(1n)).toEqual([first]);
  said.push([delta(2n, 1n, 160n, '104')]);
  expect((await before(2n)).map(({ revision }) => revision)).toEqual([2n, 1n]);
});

it('NothingPosted_IsNotAskedAbout', async () => {
  expect(await before(0n)).toEqual([]);
  expect(asked).toEqual([]);
});

it('CommitTimes_AreReadUpToTheNewestOnly', async () => {
  const times = await commitTimes(scope, 0n, 8n, new AbortController().signal);
  expect([...times]).toEqual([[7n, new Date(1000)]]);
});
