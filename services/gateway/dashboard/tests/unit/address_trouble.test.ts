import { create } from '@bufbuild/protobuf';
import { afterEach, expect, it } from 'vitest';
import { DepartmentSchema } from '../../build/generated/yuheng/ingestion/v1/department_pb';
import { addressTrouble } from '../../src/address_trouble';
import { departments } from '../../src/directory';
import { parseRoute, route } from '../../src/route';

const troubleOf = (hash: string) => {
  route.value = parseRoute(hash);
  return addressTrouble();
};

afterEach(() => {
  departments.value = new Map();
});

it('WhatTheAddressNamesAndThereIsNot_IsTold', () => {
  departments.value = new Map([['104', create(DepartmentSchema, { groups: ['重点民生'] })]]);
  expect(troubleOf('#/totals?year=1800')).toContain('没有 1800 年');
  expect(troubleOf('#/compare?base_year=x')).toContain('没有 x 年');
  expect(troubleOf('#/totals?stage=nonsense')).toContain('nonsense');
  expect(troubleOf('#/totals?department=999')).toContain('没有编码为 999 的部门');
  expect(troubleOf('#/totals?group=无')).toContain('没有“无”');
  expect(troubleOf('#/submission?name=zzz')).toContain('没有“zzz”这件报送');
  expect(troubleOf('#/audit?entry=zzz')).toContain('没有“zzz”这条分录');
  expect(troubleOf('#/totals?trace=zzz')).toContain('没有“zzz”这个数');
});

it('WhatThereIs_IsNoTrouble', () => {
  expect(troubleOf('#/totals?department=999')).toBe(null); // Nobody told the public who there is.
  departments.value = new Map([['104', create(DepartmentSchema, { groups: ['重点民生'] })]]);
  expect(troubleOf('#/totals')).toBe(null);
  const of = 'prefectures/652300/departments/104';
  expect(troubleOf(`#/submission?name=${of}/submissions/s-1a&at=T1:ex:206`)).toBe(null);
  expect(troubleOf(`#/audit?department=104&entry=${of}/ledger/entries/2`)).toBe(null);
  expect(
    troubleOf('#/totals?year=2023&stage=draft&department=104&trace=T3:208:total&code=208'),
  ).toBe(null);
  expect(troubleOf('#/totals?group=重点民生')).toBe(null);
});
