import { create } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import {
  ClaimSchema,
  DocumentSchema,
  SentenceSchema,
} from '../../build/generated/yuheng/budget/v1/document_pb';
import {
  CellState,
  Side,
  SourceLocationSchema,
  TableKind,
} from '../../build/generated/yuheng/budget/v1/vocabulary_pb';
import {
  ListFindingsResponseSchema,
  SubmitResponseSchema,
} from '../../build/generated/yuheng/ingestion/v1/ingestion_service_pb';
import {
  type Submission,
  SubmissionSchema,
  SubmissionState,
  WaiverSchema,
  WaiverState,
} from '../../build/generated/yuheng/ingestion/v1/submission_pb';
import {
  FindingGroupSchema,
  FindingSchema,
  Severity,
} from '../../build/generated/yuheng/validation/v1/finding_pb';
import { formatAddress } from '../../src/form';
import { heard, nothingYet } from '../../src/transport/upload_progress';
import { session } from '../../src/session';
import { acceptableAtOnce, inOrder, isClean, moved } from '../../src/views/review/queue';
import { decisionsFor } from '../../src/views/submission/decisions';
import { locationText } from '../../src/views/submission/location_text';
import {
  lookedAtFirst,
  marksOf,
  sectionOf,
  ungrouped,
  worstPlaces,
} from '../../src/views/submission/marks';
import { sentenceOf, spanOf } from '../../src/views/submission/narrative';
import { cameBack } from '../../src/views/submission/returned';
import { same, stakeOf } from '../../src/views/submission/submission_view';
import { changedWords, sentencesBeyond } from '../../src/views/submission/changed_words';
import { changedCells } from '../../src/views/submission/versions';

const finding = (severity: Severity, ...addresses: string[]) =>
  create(FindingSchema, { severity, places: addresses.map((address) => ({ address })) });

const found = [
  finding(Severity.NOTE, 'T6:301:total', 'T6:30101:total'),
  finding(Severity.ERROR, 'T6:301:total'),
  finding(Severity.WARNING, 'N2:gen:delta'),
];
const group = create(FindingGroupSchema, { findings: [1], culprit: { address: 'T6:301:total' } });

it('Mark_HasTheWorstSeverityOfAllItsFindings', () => {
  const marks = marksOf(found, [group]);
  expect(marks.get('T6:301:total')).toEqual({
    severity: Severity.ERROR,
    findings: [0, 1],
    culprit: true,
  });
  expect(marks.get('T6:30101:total')).toEqual({
    severity: Severity.NOTE,
    findings: [0],
    culprit: false,
  });
});

it('Section_CountsThePlacesOfItsWorstSeverityOnly', () => {
  const worst = worstPlaces(marksOf(found, []));
  expect(worst.get('T6')).toEqual({ severity: Severity.ERROR, places: 1 });
  expect(worst.get('text')).toEqual({ severity: Severity.WARNING, places: 1 });
  const notes = worstPlaces(marksOf(found.slice(0, 1), []));
  expect(notes.get('T6')).toEqual({ severity: Severity.NOTE, places: 2 });
});

it('Ungrouped_AreShownErrorsFirst', () => {
  expect(ungrouped(found, [group])).toEqual([2, 0]);
  expect(ungrouped(found, [])).toEqual([1, 2, 0]);
});

it('Section_IsToldByTheAddress', () => {
  expect(
    ['T6:301:total', 'T10:car:gen', 'P2:ind4:target', 'N2:gen:delta', 'G:staff', 'doc'].map(
      sectionOf,
    ),
  ).toEqual(['T6', 'T10', 'sheets', 'text', 'text', 'text']);
});

it('Figure_IsFoundWhereTheTextHasBlanksInIt', () => {
  expect(spanOf('增加29.44  万元，增长', '29.44万元')).toEqual({ start: 2, end: 11 });
  expect(spanOf('增加2.9万元', '2x9万元')).toBeNull();
  expect(spanOf('1.5和1.5', '1.5', 3)).toEqual({ start: 4, end: 7 });
});

it('Claim_StandsInTheSentenceThatPrintsIt', () => {
  const sentence = (line: number, text: string) => create(SentenceSchema, { line, text });
  const sentences = [
    sentence(5, '总预算10万元。'),
    sentence(5, '其中20万元。'),
    sentence(9, '30万元。'),
  ];
  const claim = (line: number, printed: string) => create(ClaimSchema, { line, printed });
  expect(sentenceOf(claim(5, '20万元'), sentences)).toBe(sentences[1]);
  expect(sentenceOf(claim(7, '不在'), sentences)).toBe(sentences[1]);
  expect(sentenceOf(claim(2, '10万元'), sentences)).toBeUndefined();
});

function documentWith(amountFen: bigint, printed: string) {
  return create(DocumentSchema, {
    tables: [
      {
        kind: TableKind.T3,
        rows: [
          {
            code: '206',
            cells: [
              { state: CellState.STATED, amountFen, printed },
              { state: CellState.BLANK },
              { state: CellState.STATED, amountFen, printed },
            ],
          },
        ],
      },
    ],
  });
}

it('Versions_DifferInTheCellsThatArePrintedOtherwise', () => {
  expect(changedCells(documentWith(10n, '10'), documentWith(10n, '10'))).toEqual([]);
  const changes = changedCells(documentWith(10n, '10'), documentWith(12n, '12'));
  expect(
    changes.map((change) => [
      formatAddress(change.address),
      change.before,
      change.after,
      change.differenceFen,
    ]),
  ).toEqual([
    ['T3:206:total', '10', '12', 2n],
    ['T3:206:project', '10', '12', 2n],
  ]);
});

it('CellThatIsNew_HasNothingBefore', () => {
  const changes = changedCells(create(DocumentSchema, {}), documentWith(5n, '5'));
  expect(changes[0]).toMatchObject({ before: '', after: '5', differenceFen: 5n });
});

it('Stake_IsWhatIsSpentAndWhatNobodyExplained', () => {
  const document = create(DocumentSchema, {
    tables: [
      {
        kind: TableKind.T1,
        rows: [
          {
            side: Side.EXPENDITURE,
            code: 'ALL',
            cells: [{ state: CellState.STATED, amountFen: 123_450_000n, printed: '123.45' }],
          },
        ],
      },
    ],
  });
  const findings = found.map((one, index) => ({ ...one, id: `f${index}` }));
  const waiver = (id: string, state: WaiverState) =>
    create(WaiverSchema, { name: `s/waivers/${id}`, state });
  const loaded = {
    submission: create(SubmissionSchema, {}),
    found: create(ListFindingsResponseSchema, { findings }),
    waivers: [waiver('f2', WaiverState.ACTIVE), waiver('f1', WaiverState.LAPSED)],
    document,
  };
  expect(stakeOf(loaded)).toEqual({ amount: '123.45 万元', unexplained: 1 });
  expect(stakeOf({ ...loaded, waivers: [], document: null })).toEqual({
    amount: '',
    unexplained: 2,
  });
});

it('CheckOfTheSameState_IsAnotherByItsFindings', () => {
  const loaded = (id: string, severity: Severity) => ({
    submission: create(SubmissionSchema, { etag: 'as it stands' }),
    found: create(ListFindingsResponseSchema, { findings: [{ id, severity }] }),
    waivers: [],
    document: null,
  });
  const before = loaded('f1', Severity.NOTE);
  expect(same(before, loaded('f1', Severity.NOTE))).toBe(true);
  expect(same(before, loaded('f1', Severity.ERROR))).toBe(false);
  expect(same(before, loaded('f2', Severity.NOTE))).toBe(false);
});

it('WhatCameBack_IsKnownByItsLastReturnAsLongAsItStandsThere', () => {
  const { RETURNED, RECEIVED, PENDING_REVIEW } = SubmissionState;
  const history = [
    { state: RETURNED, actor: 'ingestion' },
    { state: RECEIVED, actor: 'li' },
    { state: RETURNED, actor: 'zhao' },
  ];
  const submission = create(SubmissionSchema, { state: RETURNED, history });
  expect(cameBack(submission)?.actor).toBe('zhao');
  expect(cameBack({ ...submission, state: PENDING_REVIEW })).toBeNull();
});

it('Versions_DifferInTheFiguresOfNarrativeAndSheetsToo', () => {
  const version = (share: string, target: string, ...before: string[]) =>
    create(DocumentSchema, {
      claims: [{ address: 'N2:gen:share', printed: share }],
      sheets: [...before, '校舍维修'].map((project) => ({
        project,
        indicators: [{ name: '维修面积', target, weight: '20' }],
      })),
      sentences: [{ text: `一般公共预算占${share}。` }],
    });
  const [old, now] = [version('50%', '≥20'), version('60%', '≥30', '新项目')];
  const changes = changedWords(old, now);
  expect(changes).toContainEqual(expect.objectContaining({ before: '50%', after: '60%' }));
  // A project that is new before it does not make it another.
  const target = changes.filter((one) => one.before === '≥20');
  expect(target).toMatchObject([{ after: '≥30' }]);
  expect(target[0]!.place).toContain('校舍维修');
  expect(sentencesBeyond(now, old)).toEqual(['一般公共预算占60%。']);
  expect(changedWords(old, old)).toEqual([]);
  // A sheet that only one of them has is one change.
  const sheet = (one: { place: string }) => one.place.includes('新项目');
  expect(changes.filter(sheet)).toMatchObject([{ before: '整张是新的' }]);
  expect(changedWords(now, old).filter(sheet)).toMatchObject([{ after: '整张没有了' }]);
});

it('Queue_IsOldestFirstAndKnowsWhatIsClean', () => {
  const submission = (seconds: bigint, errorCount: number, warningCount = 0) =>
    create(SubmissionSchema, { receiveTime: { seconds }, verdict: { errorCount, warningCount } });
  const queue = [submission(9n, 0), submission(3n, 1), submission(5n, 0, 1)];
  expect(inOrder(queue).map((one) => one.receiveTime?.seconds)).toEqual([3n, 5n, 9n]);
  expect(queue.map(isClean)).toEqual([true, false, false]);
  expect(isClean(create(SubmissionSchema, {}))).toBe(false);
});

it('Keys_MoveWithinTheQueue', () => {
  expect(moved(0, 3, 'j', true)).toBe(1);
  expect(moved(2, 3, 'ArrowDown', true)).toBe(2);
  expect(moved(0, 3, 'k', true)).toBe(0);
  expect(moved(1, 3, 'End', true)).toBe(2);
  expect(moved(0, 0, 'j', true)).toBeNull();
  expect(moved(0, 3, 'q', true)).toBeNull();
});

it('FirstKey_LeadsIntoTheQueueAndNotPastItsFirstRow', () => {
  expect(moved(0, 3, 'j', false)).toBe(0);
  expect(moved(2, 3, 'ArrowUp', false)).toBe(2);
});

it('StaleVerdict_IsNothingToAcceptBy', () => {
  const submission = create(SubmissionSchema, {
    state: SubmissionState.PENDING_REVIEW,
    verdict: {},
    verdictStale: true,
  });
  expect(acceptableAtOnce({ ...submission, verdictStale: false })).toBe(true);
  expect(acceptableAtOnce(submission)).toBe(false);
  const offered = (one: Submission) => decisionsFor(one).map(({ key }) => key);
  session.value = { ...session.value, required: true, roles: ['finance_head'] };
  expect(offered(submission)).toEqual(['decision.recheck', 'decision.return']);
  expect(offered({ ...submission, verdictStale: false })).toEqual([
    'decision.accept',
    'decision.return',
  ]);
  session.value = { ...session.value, roles: ['clerk'] };
  expect(offered(submission)).toEqual(['decision.withdraw']);
});

it('Document_IsOpenedAtItsWorstFinding', () => {
  const note = create(FindingGroupSchema, {
    findings: [0],
    culprit: { address: 'T6:30101:total' },
  });
  expect(lookedAtFirst(found, [note, group])).toBe('T6:301:total');
  const warning = [found[0]!, found[2]!];
  expect(lookedAtFirst(warning, [note])).toBe('N2:gen:delta');
  expect(lookedAtFirst([], [])).toBeNull();
});

it.each([
  [{ line: 37 }, '第37行'],
  [{ reference: '表3!D7', line: 9 }, '表3!D7'],
  [{ reference: 'paragraph[12]' }, '第12段'],
  [{ reference: 'table[6]/row[13]/cell[4]' }, '第6张表第13行第4格'],
  [{ reference: 'table[6]/row[13]' }, '第6张表第13行'],
  [{ reference: "'二 上.docx'!table[6]/row[13]/cell[4]" }, "'二 上.docx' 第6张表第13行第4格"],
  [{}, ''],
])('PlaceInAFile_IsToldInWords %j', (location, text) => {
  expect(locationText(create(SourceLocationSchema, location))).toBe(text);
});

it('Upload_KeepsAllThatIsSaidInOrder', () => {
  const said = [
    create(SubmitResponseSchema, { event: { case: 'receipt', value: { submission: 's' } } }),
    create(SubmitResponseSchema, {
      event: { case: 'findings', value: { findings: found.slice(0, 2) } },
    }),
    create(SubmitResponseSchema, {
      event: { case: 'findings', value: { findings: found.slice(2) } },
    }),
    create(SubmitResponseSchema, { event: { case: 'submission', value: { name: 's' } } }),
  ];
  const progress = said.reduce(heard, nothingYet);
  expect(progress.receipt?.submission).toBe('s');
  expect(progress.findings).toEqual(found);
  expect(progress.submission?.name).toBe('s');
  expect(nothingYet.findings).toEqual([]);
});
