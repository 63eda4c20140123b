import { create } from '@bufbuild/protobuf';
import { beforeEach, expect, it, vi } from 'vitest';
import { TotalSchema } from '../../build/generated/yuheng/aggregation/v1/totals_pb';
import {
  WatchTotalsResponseSchema,
  type WatchTotalsResponse,
} from '../../build/generated/yuheng/aggregation/v1/aggregation_service_pb';
import { Stage } from '../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { parseAddress } from '../../src/form';
import { postingsBefore } from '../../src/views/totals/postings';

const said: WatchTotalsResponse[] = [];
const asked: bigint[] = [];
vi.mock('../../src/transport/clients', () => ({
  streaming: (signal: AbortSignal) => ({ signal }),
  aggregation: {
    listTotals: ({ revision }: { revision: bigint }) => {
      asked.push(revision);
      return Promise.resolve({ totals: [spent(100n)] });
    },
    watchTotals: async function* () {
      yield* said;
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
});

it('Posting_TellsWhatItAddedApartFromTheTotal', async () => {
  said.push(progress(2n), delta(51n, 3n, 130n, '104'), delta(52n, 51n, 110n, '201'), progress(53n));
  const found = await before(53n);
  expect(asked).toEqual([3n]);
  expect(
    found.map(({ change, changeFen, spendingFen }) => [change.cause, changeFen, spendingFen]),
  ).toEqual([
    ['201', -20n, 110n],
    ['104', 30n, 130n],
  ]);
});

it('PostingsThatAreNoLongerKept_AreNotMadeUp', async () => {
  said.push(create(WatchTotalsResponseSchema, { event: { case: 'compacted', value: {} } }));
  expect(await before(90n)).toEqual([]);
});

it('NothingBeforeTheFirstRevision_IsNotAskedFor', async () => {
  expect(await before(1n)).toEqual([]);
  expect(asked).toEqual([]);
});
