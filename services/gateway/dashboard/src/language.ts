// The page's texts in the reader's language, Chinese unless they switch.
import { Signal } from './signal';
import { auditTexts } from './texts/audit';
import { commonTexts } from './texts/common';
import { portalTexts } from './texts/portal';
import { progressTexts } from './texts/progress';
import { reviewTexts } from './texts/review';
import { totalsTexts } from './texts/totals';
import { vocabularyTexts } from './texts/vocabulary';

export type Language = 'zh' | 'en';

export const texts = {
  ...commonTexts,
  ...vocabularyTexts,
  ...totalsTexts,
  ...progressTexts,
  ...portalTexts,
  ...reviewTexts,
  ...auditTexts,
} as const;
export type TextKey = keyof typeof texts;

/** The names between braces: what say() has to be given for a text. */
type Arguments<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Arguments<Rest>
  : never;
type Given<K extends TextKey> = [Arguments<(typeof texts)[K][0]>] extends [never]
  ? []
  : [Record<Arguments<(typeof texts)[K][0]>, string | number | bigint>];

export const language = new Signal<Language>('zh');

/** A text of the catalogue in the current language. */
export function say<K extends TextKey>(key: K, ...given: Given<K>): string {
  const values: Record<string, string | number | bigint> = given[0] ?? {};
  const text: string = texts[key][language.value === 'zh' ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}

/** A text without placeholders whose key is told only when the page runs. */
export const sayKey = (key: TextKey): string => (say as (key: TextKey) => string)(key);

/** What a service says in both languages; the other one where one is missing. */
export function pick(text: { zh: string; en: string } | undefined): string {
  if (text === undefined) return '';
  return language.value === 'zh' ? text.zh || text.en : text.en || text.zh;
}

/** Between the parts of a list. */
export function listed(parts: readonly string[]): string {
  return parts.join(language.value === 'zh' ? '、' : ', ');
}
