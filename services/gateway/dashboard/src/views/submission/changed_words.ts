// Figures of the narrative and of the performance sheets that two versions print otherwise.
import type { Document } from '../../../build/generated/yuheng/budget/v1/document_pb';
import { say } from '../../language';
import { placeName } from '../../place_name';
import { cellText } from './place_mark';

export interface WordChange {
  readonly place: string;
  readonly before: string;
  readonly after: string;
}

interface Word {
  readonly place: string;
  readonly text: string;
  /** The performance sheet that it is printed in; "" for the narrative. */
  readonly sheet: string;
}

/** The key itself, or with its order where it is there already. */
function free(key: string, taken: { has(key: string): boolean }): string {
  let own = key;
  for (let nth = 2; taken.has(own); nth += 1) own = `${key} ${nth}`;
  return own;
}

/**
 * By what is the same in two versions: addresses of the narrative, projects and indicators.
 * What is printed twice is told apart by its order.
 */
function printedWords(document: Document): Map<string, Word> {
  const words = new Map<string, Word>();
  const sheets = new Set<string>();
  let inSheet = '';
  const add = (key: string, address: string, text: string) =>
    words.set(free(key, words), { place: placeName(address, document), text, sheet: inSheet });
  for (const { address, printed } of document.claims) add(address, address, printed);
  document.sheets.forEach((sheet, index) => {
    const at = `P${index + 1}`;
    const key = free(`P ${sheet.project}`, sheets);
    sheets.add(key);
    inSheet = key;
    add(key, at, cellText(sheet.total));
    add(`${key} year`, `${at}:year`, String(sheet.fiscalYear));
    add(`${key} total`, `${at}:total`, cellText(sheet.total));
    add(`${key} fiscal`, `${at}:fiscal`, cellText(sheet.fiscal));
    add(`${key} other`, `${at}:other`, cellText(sheet.other));
    add(`${key} goal`, `${at}:goal`, sheet.goal);
    sheet.indicators.forEach(({ name, target, weight }, row) => {
      add(`${key} ${name} target`, `${at}:ind${row + 1}:target`, target);
      add(`${key} ${name} weight`, `${at}:ind${row + 1}:weight`, weight);
    });
  });
  return words;
}

/** A sheet that only one of the two has is one change, and not one a field. */
export function changedWords(before: Document, after: Document): WordChange[] {
  const old = printedWords(before);
  const now = printedWords(after);
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const { sheet, place } = (is ?? was)!;
    const [from, to] = [was?.text ?? '', is?.text ?? ''];
    if (sheet !== '' && !now.has(sheet))
      return key === sheet ? [{ place, before: from, after: say('versions.sheet_gone') }] : [];
    if (sheet !== '' && !old.has(sheet))
      return key === sheet ? [{ place, before: say('versions.sheet_new'), after: to }] : [];
    // The sheet itself stands for its total, which has a line of its own.
    return key === sheet || from === to ? [] : [{ place, before: from, after: to }];
  });
}

/** Sentences of a document that another has not. */
export function sentencesBeyond(document: Document, other: Document): string[] {
  const known = new Set(other.sentences.map(({ text }) => text));
  const own = new Set(document.sentences.map(({ text }) => text));
  return [...own].filter((text) => !known.has(text));
}
