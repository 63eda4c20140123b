// What ECharts is given. Areas and widths are approximate numbers; every figure
// that is read is the exact text.
import { Side, TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { colourAt, token } from '../../charts/palette';
import { economicName, functionName, lineLabel } from '../../form';
import { say } from '../../language';
import { formatMoney, geometry } from '../../money';
import { moneyUnit, unitWord } from '../../settings';
import { functionRows, type Totals } from './figures';
import type { Flow } from './flows';

/** What Chart.setOption takes. */
export type ChartOption = Record<string, unknown>;

const amount = (fen: bigint) => `${formatMoney(fen, moneyUnit.value)} ${unitWord()}`;

/** A class keeps its colour whatever others there are. */
const classColour = (code: string) => colourAt(Number(code) - 201);

interface TreeNode {
  name: string;
  value: number;
  exact: string;
  itemStyle?: { color: string };
  children?: TreeNode[];
}

function tree(totals: Totals, parent: string): TreeNode[] {
  return functionRows(totals, parent)
    .filter((row) => row.total > 0n)
    .map((row) => {
      const children = row.code.length < 7 ? tree(totals, row.code) : [];
      return {
        name: functionName(row.code),
        value: geometry(row.total),
        exact: amount(row.total),
        ...(parent === '' ? { itemStyle: { color: classColour(row.code) } } : {}),
        ...(children.length > 0 ? { children } : {}),
      };
    });
}

const tooltip = (text: (data: { name?: string; exact?: string; text?: string }) => string) => ({
  trigger: 'item' as const,
  // Drawn on the canvas: markup would need inline styles, which the page forbids.
  renderMode: 'richText' as const,
  formatter: (item: { data: object }) => text(item.data),
});

export function treemapOption(totals: Totals): ChartOption {
  return {
    aria: { enabled: true, label: { description: say('totals.treemap_label') } },
    tooltip: tooltip((data) => `${data.name ?? ''}\n${data.exact ?? ''}`),
    series: [
      {
        type: 'treemap',
        name: say('totals.all_functions'),
        data: tree(totals, ''),
        leafDepth: 2,
        roam: false,
        animation: false,
        left: 0,
        right: 0,
        top: 4,
        bottom: 30,
        breadcrumb: {
          bottom: 0,
          itemStyle: { color: token('--raised'), textStyle: { color: token('--text') } },
          emphasis: { itemStyle: { color: token('--raised') } },
        },
        label: {
          formatter: ({ data }: { data: TreeNode }) => `${data.name}\n${data.exact}`,
          color: '#fff',
          textBorderColor: '#000a',
          textBorderWidth: 2,
        },
        upperLabel: { show: true, height: 20, color: token('--text') },
        itemStyle: { borderColor: token('--surface'), gapWidth: 1 },
        levels: [
          { itemStyle: { borderWidth: 0, gapWidth: 3 }, upperLabel: { show: false } },
          { itemStyle: { borderWidth: 2, gapWidth: 1 } },
          { colorSaturation: [0.45, 0.7] },
          { colorSaturation: [0.45, 0.7] },
        ],
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
        nodeGap: 6,
        draggable: false,
        data: nodes.map((node, index) => ({
          name: node,
          itemStyle: {
            color: node.startsWith('function:')
              ? classColour(node.slice('function:'.length))
              : colourAt(index),
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
