import { beforeEach, expect, it, vi } from 'vitest';
import { Stage } from '../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { coverageOf, covered } from '../../src/coverage';
import { session } from '../../src/session';

const prefecture = 'prefectures/652300';
const department = (code: string) => `${prefecture}/departments/${code}`;
/** By year, a page each. */
const posted: Readonly<Record<number, string[][]>> = {
  2023: [['104', '201'], ['206']],
  2022: [['201', '301']],
};
let asked = 0;
vi.mock('../../src/transport/clients', () => ({
  aggregation: {
    listContributions: ({
      scope,
      pageToken = '',
    }: {
      scope: { fiscalYear: number };
      pageToken?: string;
    }) => {
      asked += 1;
      const pages = posted[scope.fiscalYear]!;
      const at = Number(pageToken);
      return Promise.resolve({
        revision: 9n,
        contributions: pages[at]!.map((code) => ({ department: department(code) })),
        nextPageToken: at + 1 < pages.length ? String(at + 1) : '',
      });
    },
  },
}));

const scope = (fiscalYear: number, name = prefecture) => ({
  name,
  fiscalYear,
  stage: Stage.APPROVED,
});
const open = session.value;
beforeEach(() => {
  asked = 0;
  session.value = { ...open, required: false };
});

it('DepartmentsOfOnlyOneYear_AreFoundOnAllPages', async () => {
  expect(await coverageOf(scope(2023), scope(2022))).toEqual({
    onlyHere: [department('104'), department('206')],
    onlyThere: [department('301')],
  });
});

it('OneDepartment_IsNotComparedWithOthers', async () => {
  const one = department('104');
  expect(await coverageOf(scope(2023, one), scope(2022, one))).toEqual(covered);
  expect(asked).toBe(0);
});

it('WhoMayNotReadParts_AsksForNone', async () => {
  session.value = { ...open, required: true, roles: ['viewer'] };
  expect(await coverageOf(scope(2023), scope(2022))).toEqual(covered);
  expect(asked).toBe(0);
});
