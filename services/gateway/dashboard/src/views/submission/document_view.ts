// A document as it was read: its tables, its text, its performance sheets, with
// the places that findings are about marked.
import type { Document, Row, Table } from '../../../build/generated/yuheng/budget/v1/document_pb';
import {
  RowLevel,
  Side,
  type TableKind,
} from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { dataTable, emptyNote } from '../../controls';
import { type Child, h, replace, scrollWithin } from '../../dom';
import { columnHeading, columnsOf, formatAddress, tableTitle } from '../../form';
import { say } from '../../language';
import { severitySlug, severityWord } from '../../words';
import { type Marks, sectionOf, worstPlaces } from './marks';
import { cellText, documentLanguage, type Marking, place } from './place_mark';
import { sheetTables } from './sheet_tables';
import { narrative } from './narrative';

export interface DocumentView {
  readonly element: HTMLElement;
  /**
   * Opens the section of an address and shows the place; false when it is not there. The
   * page moves to what a reader chose, not to what is shown as the document opens.
   */
  show(address: string, from: 'reader' | 'opening'): boolean;
  /** Marks again, after findings came. */
  mark(marks: Marks): void;
}

const rowKey = (row: Row) => (row.project === '' ? row.code : `${row.code}|${row.project}`);

function bodyRow(table: Table, row: Row, marking: Marking): HTMLTableRowElement {
  const columns = columnsOf(table.kind, row.side);
  const at = (column: string) =>
    formatAddress({
      table: table.kind,
      side: row.side,
      row: rowKey(row),
      column: columns.length > 1 ? column : '',
    });
  const code = /^\d/.test(row.code) ? `${row.code} ` : '';
  return h(
    'tr',
    { class: `level-${(RowLevel[row.level] ?? '').toLowerCase()}` },
    h('th', { scope: 'row', lang: documentLanguage }, code, row.project || row.name),
    columns.map((column, index) =>
      h('td', { class: 'number' }, place(at(column.key), cellText(row.cells[index]), marking)),
    ),
  );
}

function side(table: Table, which: Side, marking: Marking): Child {
  const rows = table.rows.filter((row) => row.side === which);
  if (rows.length === 0) return null;
  const sideName =
    which === Side.INCOME
      ? say('document.income')
      : which === Side.EXPENDITURE
        ? say('document.expenditure')
        : '';
  return dataTable(
    `${tableTitle(table.kind)} ${sideName}`,
    [
      { heading: sideName || say('document.row') },
      ...columnsOf(table.kind, which).map((column) => ({
        heading: columnHeading(column),
        number: true,
      })),
    ],
    rows.map((row) => bodyRow(table, row, marking)),
    { class: 'statutory' },
  );
}

function tableSection(table: Table, marking: Marking): Child {
  return [
    h('h3', { lang: documentLanguage }, table.title),
    h(
      'p',
      { class: 'note' },
      `${say('document.prepared_by', { name: table.preparedBy })} ${say('document.unit', { unit: table.unitFen === 1_000_000n ? say('unit.wan') : `${table.unitFen} 分` })}`,
    ),
    side(table, Side.UNSPECIFIED, marking),
    h(
      'div',
      { class: 'two-sides' },
      side(table, Side.INCOME, marking),
      side(table, Side.EXPENDITURE, marking),
    ),
    table.nilStatement !== '' && h('p', { lang: documentLanguage }, table.nilStatement),
    table.rows.length === 0 && table.nilStatement === '' && emptyNote(),
  ];
}

const sectionTitle = (section: string) =>
  section === 'text'
    ? say('document.text')
    : section === 'sheets'
      ? say('document.sheets')
      : tableTitle(Number(section.slice(1)) as TableKind);

export function documentView(document: Document, press: (address: string) => void): DocumentView {
  const sections = [
    ...document.tables.map((table) => `T${table.kind}`),
    'text',
    ...(document.sheets.length > 0 ? ['sheets'] : []),
  ];
  let marking: Marking = { marks: new Map(), press };
  let open = sections[0] ?? 'text';
  const tabs = h('div', {
    class: 'sections',
    role: 'group',
    'aria-label': say('document.sections'),
  });
  const body = h('div', {
    class: 'section-body',
    tabindex: '0',
    role: 'group',
    'aria-label': say('submission.document'),
  });
  const element = h('div', { class: 'document' }, tabs, body);

  const content = (section: string): Child => {
    const table = document.tables.find((one) => `T${one.kind}` === section);
    if (table !== undefined) return tableSection(table, marking);
    return section === 'sheets'
      ? sheetTables(document.sheets, marking)
      : narrative(document, marking);
  };
  const drawTabs = () => {
    const found = worstPlaces(marking.marks);
    replace(
      tabs,
      sections.map((section) => {
        const worst = found.get(section);
        return h(
          'button',
          {
            type: 'button',
            'aria-pressed': section === open ? 'true' : 'false',
            title: sectionTitle(section),
            'data-section': section,
            onclick: () => {
              turnTo(section);
              tabs.querySelector<HTMLElement>(`[data-section="${section}"]`)?.focus();
            },
          },
          section.startsWith('T')
            ? say('form.table', { number: section.slice(1) })
            : sectionTitle(section),
          worst !== undefined &&
            h(
              'span',
              { class: `count count-${severitySlug(worst.severity)}` },
              h('span', { class: 'visually-hidden' }, ` ${severityWord(worst.severity)} `),
              say('document.places', { count: worst.places }),
            ),
        );
      }),
    );
  };
  const turnTo = (section: string) => {
    if (section !== open) body.scrollTop = 0;
    open = section;
    drawTabs();
    for (const part of body.querySelectorAll<HTMLElement>(':scope > section'))
      part.hidden = part.dataset['part'] !== open;
  };
  /** Every section is there, for paper has no tabs; one is shown. */
  const draw = () => {
    replace(
      body,
      sections.map((section) =>
        h(
          'section',
          { 'data-part': section, 'aria-label': sectionTitle(section) },
          content(section),
        ),
      ),
    );
    turnTo(open);
  };
  draw();
  return {
    element,
    mark(marks) {
      marking = { marks, press };
      const before = body.scrollTop;
      draw();
      body.scrollTop = before;
    },
    show(address, from) {
      const section = sectionOf(address);
      if (!sections.includes(section)) return false;
      turnTo(section);
      const target = [...body.querySelectorAll<HTMLElement>('[data-address]')].find(
        (one) => one.dataset['address'] === address,
      );
      if (target === undefined) return false;
      for (const before of body.querySelectorAll('.shown')) before.classList.remove('shown');
      target.classList.add('shown');
      if (from === 'opening') {
        scrollWithin(body, target);
        return true;
      }
      target.scrollIntoView({ block: 'center', inline: 'center' });
      target.focus({ preventScroll: true });
      return true;
    },
  };
}
