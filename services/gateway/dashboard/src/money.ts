// Amounts are bigint counts of 分 (0.01 yuan), as on the wire. They are written
// out digit by digit: no figure ever passes through floating point.

/** What one printed 1 stands for, in 分. */
export const unitFen = { yuan: 100n, wan: 1_000_000n, yi: 10_000_000_000n } as const;
export type MoneyUnit = keyof typeof unitFen;

const decimalsOf = { yuan: 2, wan: 6, yi: 10 } as const;
/**
 * Decimals that are printed even when they are zeros, so that columns align: tables are
 * printed to 0.01 万元, which is a millionth of an 亿元.
 */
const decimalsKept = { yuan: 2, wan: 2, yi: 6 } as const;

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The exact figure in a unit: "12,345.67", "-0.000123"; never rounded. */
export function formatMoney(fen: bigint, unit: MoneyUnit): string {
  const magnitude = fen < 0n ? -fen : fen;
  const whole = magnitude / unitFen[unit];
  const fraction = (magnitude % unitFen[unit]).toString().padStart(decimalsOf[unit], '0');
  const kept = decimalsKept[unit];
  const shown = fraction.slice(0, kept) + fraction.slice(kept).replace(/0+$/, '');
  return `${fen < 0n ? '-' : ''}${grouped(whole.toString())}.${shown}`;
}

/** Like formatMoney with a sign in front of what is more than zero. */
export function formatChange(fen: bigint, unit: MoneyUnit): string {
  return fen > 0n ? `+${formatMoney(fen, unit)}` : formatMoney(fen, unit);
}

/** In 万元 without separators, for files: "12345.60". */
export function plainWan(fen: bigint): string {
  return formatMoney(fen, 'wan').replaceAll(',', '');
}

/** A figure in millionths of its unit, as findings have it: "67.78", "100". */
export const plainMicro = (micro: bigint): string => plainWan(micro).replace(/\.?0+$/, '');

/** Such figures side by side: all with the decimals that one of them needs. */
export function alikeMicro(...figures: readonly bigint[]): string[] {
  const needed = figures.map((micro) => plainMicro(micro).split('.')[1]?.length ?? 0);
  const decimals = Math.max(...needed);
  return figures.map((micro) => {
    const [whole = '', fraction = ''] = formatMoney(micro, 'wan').split('.');
    if (decimals === 0) return whole;
    return `${whole}.${fraction.slice(0, decimals).padEnd(decimals, '0')}`;
  });
}

/** part / whole as a percentage with two decimals, halves away from zero; null for a zero whole. */
export function percentage(part: bigint, whole: bigint): string | null {
  if (whole === 0n) return null;
  const negative = part < 0n !== whole < 0n && part !== 0n;
  const above = part < 0n ? -part : part;
  const below = whole < 0n ? -whole : whole;
  const hundredths = (above * 20_000n + below) / (2n * below);
  const digits = hundredths.toString().padStart(3, '0');
  const sign = negative && hundredths !== 0n ? '-' : '';
  return `${sign}${grouped(digits.slice(0, -2))}.${digits.slice(-2)}%`;
}

/** Only for the length of bars and areas; never for a figure that is read. */
export function geometry(fen: bigint): number {
  return Number(fen);
}

const typed = /^([-+]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/;
/** Reads what somebody typed in a unit; null for anything but an exact amount. */
export function parseMoney(text: string, unit: MoneyUnit): bigint | null {
  const match = typed.exec(text.trim());
  if (match === null) return null;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > decimalsOf[unit]) return null;
  const digits = match[2]!.replaceAll(',', '') + fraction.padEnd(decimalsOf[unit], '0');
  return match[1] === '-' ? -BigInt(digits) : BigInt(digits);
}
