// Figures of the narrative and of the performance sheets that two versions print otherwise.
import type { Document } from '../../../build/generated/yuheng/budget/v1/document_pb';
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
}

/** By what is the same in two versions: addresses of the narrative, projects and indicators. */
function printedWords(document: Document): Map<string, Word> {
  const words = new Map<string, Word>();
  const add = (key: string, address: string, text: string) => {
    let free = key;
    // What is printed twice is told apart by its order.
    for (let nth = 2; words.has(free); nth += 1) free = `${key} ${nth}`;
    words.set(free, { place: placeName(address, document), text });
  };
  for (const { address, printed } of document.claims) add(address, address, printed);
  document.sheets.forEach((sheet, index) => {
    const at = `P${index + 1}`;
    const key = `P ${sheet.project}`;
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

export function changedWords(before: Document, after: Document): WordChange[] {
  const old = printedWords(before);
  const now = printedWords(after);
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
    const was = old.get(key);
    const is = now.get(key);
    return was?.text === is?.text
      ? []
      : [{ place: (is ?? was)!.place, before: was?.text ?? '', after: is?.text ?? '' }];
  });
}

/** Sentences that only one of the two has. */
export function changedSentences(before: Document, after: Document): number {
  const texts = (document: Document) => new Set(document.sentences.map(({ text }) => text));
  const [old, now] = [texts(before), texts(after)];
  return [...now].filter((text) => !old.has(text)).length;
}
