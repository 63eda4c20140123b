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
      // 104 posts at revision 2, another year's budget at 3.
      const seq = revision < 2n ? 1n : revision < 3n ? 2n : 3n;
      return Promise.resolve({
        totals: [spent(revision < 2n ? 100n : 160n)],
        positions: [{ department: 'prefectures/652300/departments/104', seq }],
      });
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
  said.push(progress(2n), delta(51n, 3n, 190n, '104'), delta(52n, 51n, 170n, '201'), progress(53n));
  const found = await before(53n);
  expect(asked).toEqual([3n]);
  expect(found.map(({ cause, changeFen, spendingFen }) => [cause, changeFen, spendingFen])).toEqual(
    [
      ['201', -20n, 170n],
      ['104', 30n, 190n],
    ],
  );
});

it('PostingsThatNoStreamTellsAnyMore_AreReadOneByOne', async () => {
  said.push(create(WatchTotalsResponseSchema, { event: { case: 'compacted', value: {} } }));
  expect(await before(3n)).toEqual([
    { revision: 2n, cause: '104', changeFen: 60n, spendingFen: 160n },
    { revision: 1n, cause: '104', changeFen: 100n, spendingFen: 100n },
  ]);
});

it('FirstPostingOfAll_IsTold', async () => {
  const first = { revision: 1n, cause: '104', changeFen: 100n, spendingFen: 100n };
  expect(await before(1n)).toEqual([first]);
  said.push(delta(2n, 1n, 160n, '104'));
  expect((await before(2n)).map(({ revision }) => revision)).toEqual([2n, 1n]);
});

it('NothingPosted_IsNotAskedAbout', async () => {
  expect(await before(0n)).toEqual([]);
  expect(asked).toEqual([]);
});
