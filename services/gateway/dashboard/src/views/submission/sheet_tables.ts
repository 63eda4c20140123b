// Performance-target sheets (绩效目标表).
import type {
  Indicator,
  PerformanceSheet,
} from '../../../build/generated/yuheng/budget/v1/document_pb';
import { dataTable } from '../../controls';
import { type Child, h } from '../../dom';
import { say } from '../../language';
import { cellText, documentLanguage, type Marking, place } from './place_mark';

function indicatorRow(indicator: Indicator, at: string, marking: Marking): HTMLTableRowElement {
  return h(
    'tr',
    { lang: documentLanguage },
    h('td', {}, indicator.level1),
    h('td', {}, indicator.level2),
    h('th', { scope: 'row' }, indicator.name),
    h('td', {}, place(`${at}:target`, indicator.target, marking)),
    h('td', {}, indicator.basis),
    h('td', {}, indicator.prior),
    h('td', { class: 'number' }, place(`${at}:weight`, indicator.weight, marking)),
  );
}

/** Sheets are P1, P2, … in document order, their rows ind1, ind2, … */
export function sheetTables(sheets: readonly PerformanceSheet[], marking: Marking): Child {
  return sheets.map((sheet, index) => {
    const key = `P${index + 1}`;
    return h(
      'section',
      { class: 'sheet' },
      h('h3', { lang: documentLanguage }, `${index + 1}. ${sheet.project}`),
      h(
        'p',
        { class: 'sheet-money' },
        place(`${key}:year`, say('common.year_of', { year: sheet.fiscalYear }), marking),
        ` ${sheet.unit} `,
        say('document.sheet_total'),
        place(`${key}:total`, cellText(sheet.total), marking),
        say('document.sheet_fiscal'),
        place(`${key}:fiscal`, cellText(sheet.fiscal), marking),
        say('document.sheet_other'),
        place(`${key}:other`, cellText(sheet.other), marking),
      ),
      h('p', { lang: documentLanguage }, place(`${key}:goal`, sheet.goal, marking)),
      dataTable(
        sheet.project,
        [
          { heading: say('document.level1') },
          { heading: say('document.level2') },
          { heading: say('document.level3') },
          { heading: say('document.target') },
          { heading: say('document.basis') },
          { heading: say('document.prior') },
          { heading: say('document.weight'), number: true },
        ],
        sheet.indicators.map((indicator, row) =>
          indicatorRow(indicator, `${key}:ind${row + 1}`, marking),
        ),
      ),
    );
  });
}
