/** A text in Chinese and in English, with the same {placeholders}. */
export type Text = readonly [zh: string, en: string];

/** Keeps the texts' literal types, so that say() knows their placeholders. */
export function catalogue<const T extends Record<string, Text>>(texts: T): T {
  return texts;
}
