// Colours that people with any colour vision tell apart (after Okabe and Ito),
// and the page's own for text.

export const palette = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#d55e00',
  '#8c7a00',
  '#6a5acd',
] as const;

export const colourAt = (index: number): string => palette[index % palette.length]!;

/** What a custom property of the page's styles is now. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
