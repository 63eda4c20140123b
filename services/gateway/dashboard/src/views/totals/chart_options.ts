// What ECharts is given. Areas and widths are approximate numbers; every figure
// that is read is the exact text.
import { Side, TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { colourAt, inkOn, token } from '../../charts/palette';
import { economicName, functionName, lineLabel } from '../../form';
import { say } from '../../language';
import { formatMoney, geometry } from '../../money';
import { moneyUnit, unitWord } from '../../settings';
import { functionRows, opensFurther, sum, type Totals } from './figures';
import type { Flow } from './flows';

/** What Chart.setOption takes. */
export type ChartOption = Record<string, unknown>;

const amount = (fen: bigint) => `${formatMoney(fen, moneyUnit.value)} ${unitWord()}`;

interface TreeNode {
  name: string;
  value: number;
  /** The exact figure. */
  text: string;
  /** The same where there is room for it. */
  told: string;
  /** The code that a click leads to; items have nothing below them. */
  opens?: string;
  itemStyle: { color: string };
  label: { show: boolean; color: string };
}

/** Hundredths of the whole that an area needs for its name, and for its amount as well. */
const namedShare = 4n;
const toldShare = 5n;

/** The parts of a function by size, so that those that touch have different colours. */
export function treemapNodes(totals: Totals, parent: string): TreeNode[] {
  const rows = functionRows(totals, parent).filter((row) => row.total > 0n);
  const all = sum(rows.map((row) => row.total));
  const holds = (fen: bigint, share: bigint) => fen * 100n >= all * share;
  return rows
    .sort((a, b) => (a.total > b.total ? -1 : a.total < b.total ? 1 : 0))
    .map(({ code, total }, index) => ({
      name: functionName(code),
      value: geometry(total),
      text: amount(total),
      told: holds(total, toldShare) ? amount(total) : '',
      ...(opensFurther({ code }) ? { opens: code } : {}),
      itemStyle: { color: colourAt(index) },
      label: { show: holds(total, namedShare), color: inkOn(colourAt(index)) },
    }));
}

const tooltip = (text: (data: { name?: string; text?: string }) => string) => ({
  trigger: 'item' as const,
  // Drawn on the canvas: markup would need inline styles, which the page forbids.
  renderMode: 'richText' as const,
  formatter: (item: { data: object }) => text(item.data),
});

export function treemapOption(totals: Totals, parent: string): ChartOption {
  return {
    aria: { enabled: true, label: { description: say('totals.treemap_label') } },
    tooltip: tooltip((data) => `${data.name ?? ''}\n${data.text ?? ''}`),
    series: [
      {
        type: 'treemap',
        name: say('totals.all_functions'),
        data: treemapNodes(totals, parent),
        roam: false,
        // A click opens the function in the table too, which has the way back.
        nodeClick: false,
        breadcrumb: { show: false },
        animation: false,
        left: 0,
        right: 0,
        top: 4,
        bottom: 4,
        label: {
          formatter: ({ data }: { data: TreeNode }) => `${data.name}\n${data.told}`,
          fontSize: 12,
          lineHeight: 16,
          overflow: 'break',
        },
        itemStyle: { borderColor: token('--surface'), borderWidth: 0, gapWidth: 2 },
      },
    ],
  };
}

export function nodeLabel(node: string): string {
  const [layer, key] = node.split(':') as [string, string];
  switch (layer) {
    case 'source':
      return lineLabel(TableKind.T1, Side.INCOME, key);
    case 'function':
      return functionName(key);
    case 'kind':
      return key === 'basic' ? say('totals.basic') : say('totals.project');
    default:
      return key === 'none' ? say('totals.economic_untold') : economicName(key);
  }
}

export function sankeyOption(flows: readonly Flow[]): ChartOption {
  const nodes = [...new Set(flows.flatMap(({ from, to }) => [from, to]))];
  const through = (node: string) => {
    const out = flows.filter((flow) => flow.from === node);
    const all = out.length > 0 ? out : flows.filter((flow) => flow.to === node);
    return all.reduce((sum, flow) => sum + flow.fen, 0n);
  };
  return {
    aria: { enabled: true, label: { description: say('totals.sankey_label') } },
    tooltip: tooltip((data) => data.text ?? ''),
    series: [
      {
        type: 'sankey',
        animation: false,
        left: 4,
        right: 130,
        top: 8,
        bottom: 8,
        nodeGap: 8,
        draggable: false,
        data: nodes.map((node, index) => ({
          name: node,
          itemStyle: {
            color: colourAt(index),
          },
          text: `${nodeLabel(node)}\n${amount(through(node))}`,
        })),
        links: flows.map(({ from, to, fen }) => ({
          source: from,
          target: to,
          value: geometry(fen),
          text: `${nodeLabel(from)} → ${nodeLabel(to)}\n${amount(fen)}`,
        })),
        lineStyle: { color: 'source', opacity: 0.35 },
        // Names of thin bands would lie on one another; the table below has them all.
        labelLayout: { hideOverlap: true },
        label: {
          color: token('--text'),
          formatter: ({ name }: { name: string }) => nodeLabel(name),
          fontSize: 11,
          width: 124,
          overflow: 'truncate',
        },
      },
    ],
  };
}
