import { afterEach, describe, expect, it } from 'vitest';
import namesInEnglish from '../../build/generated/account_names_en.json';
import charts from '../../build/generated/charts.json';
import { Side, TableKind } from '../../build/generated/yuheng/budget/v1/vocabulary_pb';
import {
  addressLabel,
  economicName,
  formatAddress,
  formName,
  functionName,
  parseAddress,
  tables,
} from '../../src/form';
import { language } from '../../src/language';

afterEach(() => {
  language.value = 'zh';
});

describe('addresses', () => {
  it.each([
    'T1:in:gen_own',
    'T1:ex:206',
    'T2:ALL:carry_nonfiscal',
    'T3:2060101:project',
    'T4:ex:234:total',
    'T4:in:fiscal',
    'T6:30110:personnel',
    'T7:2040604|社区矫正：一期:e302',
    'T10:car_run:gen',
  ])('%s is read back', (text) => {
    expect(formatAddress(parseAddress(text)!)).toBe(text);
  });

  it.each(['', 'T0:x:y', 'T11:x:y', 'N2:gen:delta', 'P1:total', 'T3:206', 'doc'])(
    '%s is no cell',
    (text) => {
      expect(parseAddress(text)).toBeNull();
    },
  );

  it('ProjectName_MayHoldColons', () => {
    expect(parseAddress('T7:2040604|甲:乙:total')).toEqual({
      table: TableKind.T7,
      side: Side.UNSPECIFIED,
      row: '2040604|甲:乙',
      column: 'total',
    });
  });
});

it('Labels_AreTheFormsAndTheCharts', () => {
  expect(functionName('205')).toBe('教育支出');
  expect(functionName('2050202')).toBe('小学教育');
  expect(functionName('9999999')).toBe('9999999');
  expect(economicName('302')).toBe('商品和服务支出');
  expect(addressLabel(parseAddress('T3:205:basic')!)).toBe('教育支出 · 基本支出');
  expect(addressLabel(parseAddress('T1:in:gen_own')!)).toBe('一般财力');
  expect(addressLabel(parseAddress('T1:in:gen')!)).toBe('一般公共预算拨款');
  // The same label is printed for what is carried over.
  expect(addressLabel(parseAddress('T1:in:carry_gen')!)).toBe('财政拨款结转 · 一般公共预算拨款');
  language.value = 'en';
  expect(functionName('205')).toBe('Education');
  expect(addressLabel(parseAddress('T1:ex:ROUNDING')!)).toBe('Rounding difference');
});

it('EveryNameOfTheCharts_IsThereInEnglish', () => {
  language.value = 'en';
  const english = [
    ...Object.keys(charts.function).map((code) => [code, functionName(code)]),
    ...Object.keys(charts.economic).map((code) => [code, economicName(code)]),
  ];
  expect(english.length).toBeGreaterThan(300);
  expect(english.filter(([code, name]) => name === code || !/^[ -~’]+$/.test(name!))).toEqual([]);
  const names = new Set([...Object.values(charts.function), ...Object.values(charts.economic)]);
  expect(Object.keys(namesInEnglish).filter((name) => !names.has(name))).toEqual([]);
});

it('Form_IsCalledByItsNameAndNotByItsId', () => {
  expect(formName('shanghai-2022')).toBe('上海，2022年起，以元为单位');
  expect(formName('nowhere-1999')).toBe('nowhere-1999');
});

it('Form_HasTheTenTables', () => {
  expect(tables.map((table) => table.kind)).toEqual(
    Array.from({ length: 10 }, (_, index) => `TABLE_KIND_T${index + 1}`),
  );
});
