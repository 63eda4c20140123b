// The cells of a document's tables, by address.
import type { Document } from '../../../build/generated/yuheng/budget/v1/document_pb';
import {
  CellState,
  type SourceLocation,
} from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { type Address, columnsOf, formatAddress } from '../../form';
import { cellText } from './place_mark';

export interface Printed {
  readonly address: Address;
  readonly text: string;
  readonly fen: bigint;
  readonly location: SourceLocation | undefined;
}

/** What is printed in the tables; blank cells are left out. */
export function printedCells(document: Document): Map<string, Printed> {
  const cells = new Map<string, Printed>();
  for (const table of document.tables) {
    for (const row of table.rows) {
      const columns = columnsOf(table.kind, row.side);
      columns.forEach((column, index) => {
        const cell = row.cells[index];
        if (cell === undefined || cell.state === CellState.BLANK) return;
        const address = {
          table: table.kind,
          side: row.side,
          row: row.project === '' ? row.code : `${row.code}|${row.project}`,
          column: columns.length > 1 ? column.key : '',
        };
        cells.set(formatAddress(address), {
          address,
          text: cellText(cell),
          fen: cell.amountFen,
          location: cell.location,
        });
      });
    }
  }
  return cells;
}
