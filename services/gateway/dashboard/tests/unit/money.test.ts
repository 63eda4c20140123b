import { describe, expect, it } from 'vitest';
import {
  alikeMicro,
  formatChange,
  formatMoney,
  parseMoney,
  percentage,
  plainMicro,
  plainWan,
} from '../../src/money';

describe('formatMoney', () => {
  it.each([
    [0n, 'wan', '0.00'],
    [713_330_000n, 'wan', '713.33'],
    [10_000_000n, 'wan', '10.00'],
    [1n, 'wan', '0.000001'],
    [-1n, 'wan', '-0.000001'],
    [123_456_789_012_345n, 'wan', '123,456,789.012345'],
    [164_543_700_00n, 'yi', '1.645437'],
    [1_234_000_000_0n, 'yi', '1.234000'],
    [1n, 'yi', '0.0000000001'],
    [12_345n, 'yuan', '123.45'],
    [-1_234_567_00n, 'yuan', '-1,234,567.00'],
  ] as const)('%s 分 in %s is %s', (fen, unit, text) => {
    expect(formatMoney(fen, unit)).toBe(text);
  });

  it('LargestInt64_KeepsEveryDigit', () => {
    expect(formatMoney(9_223_372_036_854_775_807n, 'wan')).toBe('9,223,372,036,854.775807');
  });

  it('EveryAmount_IsReadBackAsItWasPrinted', () => {
    for (let fen = -1_000_003n; fen < 1_000_003n; fen += 7_919n) {
      for (const unit of ['yuan', 'wan', 'yi'] as const) {
        expect(parseMoney(formatMoney(fen, unit), unit)).toBe(fen);
      }
    }
  });
});

it('Change_HasItsSign', () => {
  expect(formatChange(1_000_000n, 'wan')).toBe('+1.00');
  expect(formatChange(0n, 'wan')).toBe('0.00');
  expect(formatChange(-1_000_000n, 'wan')).toBe('-1.00');
});

it('FigureOfAFile_HasTwoDigitsAndNoSeparators', () => {
  expect(plainWan(1_234_500_000_000n)).toBe('1234500.00');
  expect(plainWan(19_800_000n)).toBe('19.80');
  expect(plainWan(0n)).toBe('0.00');
  expect(plainWan(-1n)).toBe('-0.000001');
});

it('FigureOfAFinding_HasNoZerosAtItsEnd', () => {
  expect(plainMicro(19_800_000n)).toBe('19.8');
  expect(plainMicro(100_000_000n)).toBe('100');
  expect(plainMicro(0n)).toBe('0');
});

describe('percentage', () => {
  it.each([
    [1n, 3n, '33.33%'],
    [2n, 3n, '66.67%'],
    [1n, 200n, '0.50%'],
    [5n, 100_000n, '0.01%'], // A half is rounded up,
    [-5n, 100_000n, '-0.01%'], // away from zero.
    [4n, 100_000n, '0.00%'],
    [-4n, 100_000n, '0.00%'],
    [5n, -100_000n, '-0.01%'],
    [123_456n, 100n, '123,456.00%'],
  ] as const)('%s of %s is %s', (part, whole, text) => {
    expect(percentage(part, whole)).toBe(text);
  });

  it('OfNothing_IsNone', () => {
    expect(percentage(1n, 0n)).toBeNull();
  });
});

it.each(['', '1.', '.5', '1,23', '1,2345', '12a', '0.0000001', '1 2', '--1'])(
  'Typed_%s_IsRefused',
  (text) => {
    expect(parseMoney(text, 'wan')).toBeNull();
  },
);

it('FiguresSideBySide_HaveTheDecimalsThatOneOfThemNeeds', () => {
  expect(alikeMicro(16_300_000n, 100_000_000n, -83_700_000n)).toEqual(['16.3', '100.0', '-83.7']);
  expect(alikeMicro(3_000_000_000n, 3_569_090_000n)).toEqual(['3,000.00', '3,569.09']);
  expect(alikeMicro(12_000_000n, 9_000_000n)).toEqual(['12', '9']);
});
