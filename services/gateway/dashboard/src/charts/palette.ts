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

/** Relative luminance, as WCAG has it, of "#rrggbb". */
export function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** Black or white, whichever is read better on a colour. */
export const inkOn = (colour: string): string =>
  luminance(colour) > 0.179 ? '#000000' : '#ffffff';

/** What a custom property of the page's styles is now. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
