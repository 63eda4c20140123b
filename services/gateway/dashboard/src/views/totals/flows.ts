// The Sankey diagram's flows: source -> function -> basic or project -> economic
// class. The tables tell economic classes of the general public budget only;
// the rest is shown as what it is, not spread.
import { TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import {
  basicByEconomicClass,
  derived,
  functionRows,
  projectsByEconomicClass,
  type Totals,
} from './figures';

export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly fen: bigint;
}

/** Columns of table 2 that stand beside one another, transfers from above with their budget. */
export const sourceColumns: Readonly<Record<string, readonly string[]>> = {
  gen: ['gen', 'gen_up'],
  fund: ['fund', 'fund_up'],
  soe: ['soe', 'soe_up'],
  special: ['special'],
  unit: ['unit'],
  carry: ['carry_fiscal', 'carry_nonfiscal'],
};

/** Nodes are "source:gen", "function:205", "kind:basic", "economic:301", "economic:none". */
export function flowsOf(totals: Totals): Flow[] {
  const flows: Flow[] = [];
  const add = (from: string, to: string, fen: bigint) => {
    // A diagram has no negative widths; adjustments may be negative in tables.
    if (fen > 0n) flows.push({ from, to, fen });
  };
  const classes = functionRows(totals, '');
  for (const { code } of classes) {
    for (const [source, columns] of Object.entries(sourceColumns)) {
      const fen = columns.reduce(
        (all, column) => all + derived(totals, TableKind.T2, code, column),
        0n,
      );
      add(`source:${source}`, `function:${code}`, fen);
    }
  }
  for (const { code, basic, project } of classes) {
    add(`function:${code}`, 'kind:basic', basic);
    add(`function:${code}`, 'kind:project', project);
  }
  const kinds = [
    ['basic', basicByEconomicClass(totals)],
    ['project', projectsByEconomicClass(totals)],
  ] as const;
  for (const [kind, parts] of kinds) {
    let told = 0n;
    for (const { key, fen } of parts) {
      add(`kind:${kind}`, `economic:${key}`, fen);
      told += fen;
    }
    add(`kind:${kind}`, 'economic:none', derived(totals, TableKind.T3, 'ALL', kind) - told);
  }
  return flows;
}
