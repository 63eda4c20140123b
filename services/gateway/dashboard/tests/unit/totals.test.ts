import { create } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import {
  type Total,
  TotalComparisonSchema,
  TotalSchema,
} from '../../build/generated/yuheng/aggregation/v1/totals_pb';
import { TableKind } from '../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { inkOn, luminance, palette } from '../../src/charts/palette';
import { formatAddress, parseAddress } from '../../src/form';
import {
  closingRows,
  functionRows,
  income,
  projectsByEconomicClass,
  told,
  totalIncome,
  totalSpending,
} from '../../src/views/totals/figures';
import { treemapNodes } from '../../src/views/totals/chart_options';
import { flowsOf } from '../../src/views/totals/flows';
import { codePath } from '../../src/views/totals/function_panel';
import { hasFigures } from '../../src/views/compare/compare_view';
import { isNothing, totalsMessage } from '../../src/watch/streams';
import { WatchTotalsResponseSchema } from '../../build/generated/yuheng/aggregation/v1/aggregation_service_pb';

function totals(figures: Record<string, bigint>): ReadonlyMap<string, Total> {
  return new Map(
    Object.entries(figures).map(([address, derivedFen]) => {
      const total = create(TotalSchema, { account: parseAddress(address)!, derivedFen });
      return [formatAddress(total.account!), total];
    }),
  );
}

const season = totals({
  'T1:in:ALL': 100n,
  'T1:ex:ALL': 100n,
  'T2:205:gen': 50n,
  'T2:205:gen_up': 10n,
  'T2:208:unit': 40n,
  'T3:ALL:total': 100n,
  'T3:ALL:basic': 70n,
  'T3:ALL:project': 30n,
  'T3:205:total': 60n,
  'T3:205:basic': 30n,
  'T3:205:project': 30n,
  'T3:208:total': 40n,
  'T3:208:basic': 40n,
  'T3:20502:total': 60n,
  'T3:2050202:total': 60n,
  'T3:2050202:basic': 30n,
  'T6:301:total': 25n,
  'T6:30101:total': 25n,
  'T7:ALL:total': 20n,
  'T7:ALL:e302': 20n,
  'T7:205:e302': 20n,
});

it('Figures_AreThoseOfTheTables', () => {
  expect(income(season, 'ALL')).toBe(100n);
  expect(totalSpending(season)).toBe(100n);
  expect(income(season, 'fund')).toBe(0n);
});

/** 万元 with two decimals, as tables are printed. */
const wan = (hundredths: bigint) => hundredths * 10_000n;

function printed(address: string, derivedFen: bigint, printedFen?: bigint): [string, Total] {
  const fields = printedFen === undefined ? { derivedFen } : { derivedFen, printedFen };
  return [address, create(TotalSchema, { account: parseAddress(address)!, ...fields })];
}

it('Total_IsAsPrintedAndWhatRoundingTookStandsBesideIt', () => {
  const rounded = new Map([
    printed('T1:in:ALL', wan(1_829_909n), wan(1_829_909n)),
    printed('T1:ex:ALL', wan(1_829_910n), wan(1_829_909n)),
    printed('T1:ex:ROUNDING', wan(-1n)),
    printed('T3:ALL:total', wan(1_829_908n), wan(1_829_909n)),
  ]);
  expect(totalIncome(rounded)).toBe(totalSpending(rounded));
  expect(told(rounded, TableKind.T3, 'ALL', 'total')).toBe(totalSpending(rounded));
  const parts = [[wan(1_000_000n)], [wan(829_908n)]];
  expect(closingRows(parts, [totalSpending(rounded)])).toEqual([
    { key: 'rounding', fens: [wan(1n)] },
    { key: 'total', fens: [wan(1_829_909n)] },
  ]);
  expect(closingRows(parts, [wan(1_829_908n)]).map(({ key }) => key)).toEqual(['total']);
});

it('TotalThatOneDocumentDoesNotPrint_IsWhatItsPartsAddUpTo', () => {
  const most = new Map([printed('T1:ex:ALL', wan(200_000n), wan(150_000n))]);
  expect(totalSpending(most)).toBe(wan(200_000n));
});

it('Functions_AreShownALevelAtATime', () => {
  expect(
    functionRows(season, '').map((row) => [row.code, row.total, row.basic, row.project]),
  ).toEqual([
    ['205', 60n, 30n, 30n],
    ['208', 40n, 40n, 0n],
  ]);
  expect(functionRows(season, '205').map((row) => row.code)).toEqual(['20502']);
  expect(functionRows(season, '20502').map((row) => row.code)).toEqual(['2050202']);
  expect(functionRows(season, '2050202')).toEqual([]);
});

it('Treemap_ColoursThoseThatTouchDifferentlyAndLeavesNoRoomlessNames', () => {
  const many = totals(
    Object.fromEntries(
      [300n, 250n, 200n, 150n, 85n, 15n].map((fen, at) => [`T3:${201 + at}:total`, fen]),
    ),
  );
  const nodes = treemapNodes(many, '');
  expect(nodes.map(({ opens }) => opens)).toEqual(['201', '202', '203', '204', '205', '206']);
  expect(new Set(nodes.map(({ itemStyle }) => itemStyle.color)).size).toBe(nodes.length);
  expect(nodes.map(({ label }) => label.show)).toEqual([true, true, true, true, true, false]);
  expect(treemapNodes(season, '20502')[0]!.opens).toBeUndefined();
});

it('Palette_CanBeWrittenOn', () => {
  for (const colour of palette) {
    const [low, high] = [luminance(colour), luminance(inkOn(colour))].sort((a, b) => a - b);
    expect((high! + 0.05) / (low! + 0.05), colour).toBeGreaterThan(4.5);
  }
});

it('CodePath_IsTheCodesAbove', () => {
  expect(codePath('')).toEqual([]);
  expect(codePath('2050202')).toEqual(['205', '20502', '2050202']);
});

it('ProjectsByClass_AreCountedOnce', () => {
  expect(projectsByEconomicClass(season)).toEqual([{ key: '302', fen: 20n }]);
});

it('Flows_AddUpAtEveryNode', () => {
  const flows = flowsOf(season);
  const into = (node: string) =>
    flows.filter((flow) => flow.to === node).reduce((sum, flow) => sum + flow.fen, 0n);
  const out = (node: string) =>
    flows.filter((flow) => flow.from === node).reduce((sum, flow) => sum + flow.fen, 0n);
  for (const node of ['function:205', 'function:208', 'kind:basic', 'kind:project']) {
    expect(into(node), node).toBe(out(node));
  }
  expect(into('economic:none')).toBe(55n); // 45 of basic and 10 of projects are told nowhere.
  expect(flows.every((flow) => flow.fen > 0n)).toBe(true);
});

it('YearWithoutABudget_IsToldFromOneOfNoughts', () => {
  const nothing = create(TotalComparisonSchema, { derivedFen: 5n });
  const printed = create(TotalComparisonSchema, { derivedFen: 5n, basePrintedFen: 0n });
  const base = (...all: (typeof nothing)[]) => hasFigures(all, 'baseDerivedFen', 'basePrintedFen');
  expect(base(nothing)).toBe(false);
  expect(base(nothing, printed)).toBe(true);
  expect(hasFigures([nothing], 'derivedFen', 'printedFen')).toBe(true);
});

it('TotalThatIsGone_IsTakenOut', () => {
  const gone = create(TotalSchema, { account: parseAddress('T1:in:gen')! });
  expect(isNothing(gone)).toBe(true);
  expect(isNothing(create(TotalSchema, { printedFen: 0n }))).toBe(false);
  const message = totalsMessage(
    create(WatchTotalsResponseSchema, {
      event: {
        case: 'delta',
        value: {
          revision: 3n,
          previousRevision: 2n,
          totals: [gone],
          department: 'prefectures/652300/departments/104',
          last: true,
        },
      },
    }),
  );
  expect(message).toMatchObject({ kind: 'delta', cause: '104', rows: [['T1:in:gen', null]] });
});
