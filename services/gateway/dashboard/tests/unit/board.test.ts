import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { expect, it } from 'vitest';
import {
  DepartmentProgressSchema,
  SubmissionState,
} from '../../build/generated/yuheng/ingestion/v1/submission_pb';
import { WindowSchema } from '../../build/generated/yuheng/ingestion/v1/window_pb';
import { Stage } from '../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { FindingSchema, Severity } from '../../build/generated/yuheng/validation/v1/finding_pb';
import { counts, matches, standing } from '../../src/views/progress/board';
import { clockText, standingText, windowRows } from '../../src/views/progress/window_panel';
import { countByRule } from '../../src/views/progress/rule_count_panel';
import { stateSlug } from '../../src/words';

type Init = Parameters<typeof create<typeof DepartmentProgressSchema>>[1];
const row = (fields: Init) => create(DepartmentProgressSchema, fields);
const at = (seconds: number) => timestampFromMs(seconds * 1000);

it('Window_CountsItsLastSecondAsInTime', () => {
  const windowed = row({ openTime: at(100), deadline: at(200), graceEndTime: at(300) });
  expect(standing(windowed, 99_999)).toEqual({ phase: 'not_open', leftMs: 1 });
  expect(standing(windowed, 100_000).phase).toBe('open');
  expect(standing(windowed, 200_999)).toEqual({ phase: 'open', leftMs: 1 });
  expect(standing(windowed, 201_000)).toEqual({ phase: 'grace', leftMs: 100_000 });
  expect(standing(windowed, 301_000)).toEqual({ phase: 'closed', leftMs: null });
});

it('NoGrace_ClosesAtTheDeadline', () => {
  expect(standing(row({ deadline: at(200) }), 201_000).phase).toBe('closed');
  expect(standing(row({ deadline: at(200) }), 0).phase).toBe('open');
});

it('NoWindow_IsAlwaysOpen', () => {
  expect(standing(row({}), 0)).toEqual({ phase: 'none', leftMs: null });
});

it('ExtensionBeyondTheGrace_IsStillInTime', () => {
  expect(standing(row({ deadline: at(400), graceEndTime: at(300) }), 350_000).phase).toBe('open');
});

it('Windows_AreByStageEachWithItsExtensions', () => {
  const prefecture = 'prefectures/652300';
  const window = (stage: Stage, parent: string, deadline: number | null, grace?: number) =>
    create(WindowSchema, {
      stage,
      parent,
      ...(deadline === null ? {} : { deadline: at(deadline) }),
      ...(grace === undefined ? {} : { graceEndTime: at(grace) }),
    });
  const rows = windowRows([
    window(Stage.DRAFT, `${prefecture}/departments/104`, 400),
    window(Stage.DRAFT, prefecture, 200, 300),
    window(Stage.REQUEST, prefecture, 100),
    window(Stage.FINAL, prefecture, null),
    // Of no use without the window that it extends.
    window(Stage.APPROVED, `${prefecture}/departments/104`, 400),
  ]);
  expect(rows.map(({ window, extension }) => [window.stage, extension])).toEqual([
    [Stage.REQUEST, false],
    [Stage.DRAFT, false],
    [Stage.DRAFT, true],
  ]);
  expect(rows.map((one) => standing(one, 250_000).phase)).toEqual(['closed', 'grace', 'open']);
});

const board = [
  row({
    department: 'd/1',
    displayName: '教育局',
    required: true,
    submission: 's1',
    state: SubmissionState.POSTED,
  }),
  row({
    department: 'd/1',
    unit: 'd/1/units/2',
    submission: 's2',
    state: SubmissionState.RETURNED,
  }),
  row({ department: 'd/2', required: true }),
  row({
    department: 'd/3',
    required: true,
    submission: 's3',
    state: SubmissionState.RETURNED,
    late: true,
    errorCount: 3,
  }),
  row({ department: 'd/4' }),
];

it('WhoHasToSend_AreDepartmentsAndWhatWasSentAreDocuments', () => {
  expect(counts(board)).toEqual({
    ofUnits: false,
    required: 3,
    sent: 2,
    missing: 1,
    toReview: 0,
    returned: 2,
    posted: 1,
    late: 1,
    errors: 3,
  });
});

it('DocumentOfAUnit_IsCountedOnceThoughItsDepartmentsRowHasItToo', () => {
  const returned = { submission: 's1', state: SubmissionState.RETURNED, errorCount: 8 };
  const both = [row({ department: 'd/1', ...returned }), row({ unit: 'd/1/units/2', ...returned })];
  expect(counts(both)).toMatchObject({ sent: 1, returned: 1, errors: 8 });
});

it('ClerkOfAUnit_SeesTheUnitCounted', () => {
  expect(counts([row({ unit: 'd/1/units/2', required: true })])).toMatchObject({
    ofUnits: true,
    required: 1,
    sent: 0,
    missing: 1,
  });
});

it('Clock_TellsWhatIsLeftUntilWhenAndTheGraceEnd', () => {
  const times = { openTime: at(0), deadline: at(86_400), graceEndTime: at(2 * 86_400) };
  const told = (seconds: number) => clockText(times, standing(times, seconds * 1000));
  expect(told(0)).toBe(
    '1970-01-02 08:00 截止，还有 1天0小时；宽限期至 1970-01-03 08:00（北京时间）',
  );
  expect(told(90_000)).toContain('已于 1970-01-02 08:00 截止；宽限期至 1970-01-03 08:00，还有 ');
  expect(standingText(times, 90_000_000)).toMatch(/^宽限期，距结束 /);
});

it('Filter_FindsByTextAndState', () => {
  const found = (text: string, state: string) =>
    board.filter((one) => matches(one, { text, state }, stateSlug)).length;
  expect(found('', '')).toBe(5);
  expect(found('教育', '')).toBe(1);
  expect(found('', 'returned')).toBe(2);
  expect(found('', 'missing')).toBe(1);
});

it('Findings_AreCountedByRuleWithTheirDepartments', () => {
  const finding = (rule: string, severity: Severity) => create(FindingSchema, { rule, severity });
  const counted = countByRule([
    [
      board[0]!,
      [
        finding('A6-02', Severity.ERROR),
        finding('A6-02', Severity.ERROR),
        finding('C-02', Severity.NOTE),
      ],
    ],
    [board[3]!, [finding('A6-02', Severity.ERROR), finding('N-08', Severity.WARNING)]],
  ]);
  expect(counted.map(({ rule, count, owners }) => [rule, count, owners.length])).toEqual([
    ['A6-02', 3, 2],
    ['N-08', 1, 1],
  ]);
});
