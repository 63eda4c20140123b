import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { beforeEach, expect, it, vi } from 'vitest';
import {
  type WatchEntriesResponse,
  WatchEntriesResponseSchema,
} from '../../build/generated/yuheng/aggregation/v1/aggregation_service_pb';
import { Stage } from '../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { DepartmentSchema } from '../../build/generated/yuheng/ingestion/v1/department_pb';
import { EntrySchema } from '../../build/generated/yuheng/ledger/v1/entry_pb';
import { departments } from '../../src/directory';
import { parseAddress } from '../../src/form';
import { session } from '../../src/session';
import { postingsBefore, spendingChange } from '../../src/views/totals/postings';

const said: WatchEntriesResponse[] = [];
const asked: object[] = [];
vi.mock('../../src/transport/clients', () => ({
  streaming: (signal: AbortSignal) => ({ signal }),
  aggregation: {
    watchEntries: async function* (request: object) {
      asked.push(request);
      yield* said;
      throw new Error('it reads on');
    },
  },
}));

const line = (address: string, amountFen: bigint) => ({
  account: parseAddress(address)!,
  amountFen,
});
const entry = (revision: bigint, department: string, fen: bigint, fiscalYear = 2023) =>
  create(WatchEntriesResponseSchema, {
    event: {
      case: 'entry',
      value: {
        name: `prefectures/652300/departments/${department}/ledger/entries/${revision}`,
        revision,
        fiscalYear,
        stage: Stage.APPROVED,
        leaves: [line('T1:ex:206', fen), line('T3:2060101:basic', fen), line('T1:in:gen_own', fen)],
        printed: [line('T1:ex:ALL', fen)],
        commitTime: timestampFromMs(Number(revision) * 1000),
      },
    },
  });
const progress = (revision: bigint) =>
  create(WatchEntriesResponseSchema, { event: { case: 'progress', value: { revision } } });
const scope = { name: 'prefectures/652300', fiscalYear: 2023, stage: Stage.APPROVED };
const before = (revision: bigint, name = scope.name) =>
  postingsBefore({ ...scope, name }, revision, 190n, new AbortController().signal);

const open = session.value;
beforeEach(() => {
  said.length = 0;
  asked.length = 0;
  session.value = { ...open, required: false, division: '652300' };
});

it('Postings_AreToldNewestFirstWithWhatTheyAddedAndWhen', async () => {
  said.push(entry(201n, '104', 30n), entry(202n, '201', 9n, 2022), entry(203n, '201', -20n));
  said.push(entry(204n, '206', 0n), progress(205n));
  expect(await before(205n)).toEqual([
    { revision: 204n, cause: '206', changeFen: 0n, spendingFen: 190n, time: new Date(204_000) },
    { revision: 203n, cause: '201', changeFen: -20n, spendingFen: 190n, time: new Date(203_000) },
    { revision: 201n, cause: '104', changeFen: 30n, spendingFen: 210n, time: new Date(201_000) },
  ]);
  expect(asked).toEqual([{ parent: 'prefectures/652300', resumeRevision: 105n }]);
});

it('WhatWasPostedSince_IsLeftToTheStreamOfTotals', async () => {
  said.push(entry(1n, '104', 190n), entry(2n, '104', 30n));
  expect((await before(1n)).map(({ revision }) => revision)).toEqual([1n]);
});

it('Department_IsReadFromItsOwnLedger', async () => {
  said.push(entry(1n, '104', 190n));
  const parent = 'prefectures/652300/departments/104';
  expect(await before(1n, `${parent}`)).toHaveLength(1);
  expect(asked).toEqual([{ parent, resumeRevision: 0n }]);
});

it('Group_HoldsThoseOfGroupsBelowIt', async () => {
  const of = (...groups: string[]) => create(DepartmentSchema, { groups });
  departments.value = new Map([
    ['104', of('民生/教育')],
    ['201', of('民生二')],
  ]);
  said.push(entry(1n, '104', 100n), entry(2n, '201', 90n));
  const found = await before(2n, 'prefectures/652300/groups/民生');
  expect(found.map(({ cause }) => cause)).toEqual(['104']);
});

it('Elimination_AddsNothing', () => {
  const leaves = [line('T1:ex:206', 30n)];
  expect(spendingChange(create(EntrySchema, { leaves }))).toBe(30n);
  expect(spendingChange(create(EntrySchema, { leaves, elimination: {} }))).toBe(0n);
});

it('WhoMayNotReadTheLedgers_AsksForNothing', async () => {
  session.value = { ...session.value, required: true, roles: ['viewer'] };
  expect(await before(9n)).toEqual([]);
  expect(await before(0n)).toEqual([]);
  expect(asked).toEqual([]);
});
