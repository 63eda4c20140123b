// As place_name_test.cc has them for verdicts on paper.
import { create } from '@bufbuild/protobuf';
import { afterEach, describe, expect, it } from 'vitest';
import { DocumentSchema } from '../../build/generated/yuheng/budget/v1/document_pb';
import { TableKind } from '../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { language } from '../../src/language';
import { placeName, sectionName } from '../../src/place_name';

const document = create(DocumentSchema, {
  tables: [{ kind: TableKind.T5, rows: [{ code: '2069901', name: '科技奖励' }] }],
  sheets: [{ project: '引智工作经费', indicators: [{ name: '培训人数' }] }],
});

afterEach(() => {
  language.value = 'zh';
});

describe('in Chinese', () => {
  it.each([
    ['T6:303:total', '表6 303 对个人和家庭的补助 合计'],
    ['T6:ALL:public', '表6 合计行 公用经费'],
    ['T1:in:unit', '表1 收入 单位资金'],
    ['T1:in:ALL', '表1 收入 收入总计'],
    ['T1:in:gen', '表1 收入 一般公共预算拨款'],
    // The form has a line of the same label above.
    ['T1:in:carry_gen', '表1 收入 财政拨款结转 一般公共预算拨款'],
    ['T1:ex:ROUNDING', '表1 支出 四舍五入差额'],
    ['T4:ex:206:gen', '表4 支出 206 科学技术支出 一般公共预算'],
    ['T3:2069901:total', '表3 2069901 科技奖励 合计'],
    ['T7:2060102|引智:经费:e302', '表7 2060102 一般行政管理事务 引智:经费 商品和服务支出'],
    ['T10:car_run:total', '表10 公务用车运行费 合计'],
    ['T8', '表8 政府性基金预算支出情况表'],
    ['T8:none', '表8 空表说明'],
    ['T6:303', '表6 303 对个人和家庭的补助'],
    ['N2:unit:share', '说明二（收入） 单位资金 占比'],
    ['N4:ex:gen:amount', '说明四（财政拨款） 支出 一般公共预算拨款 金额'],
    ['N5c:2060101:growth', '说明五（三）具体使用 2060101 行政运行 增减率'],
    ['N7:引智工作经费/e302:amount', '说明七（项目支出） 引智工作经费 · 商品和服务支出 金额'],
    ['N7:甲:乙:amount', '说明七（项目支出） 甲:乙 金额'],
    ['N10:car_run:delta', '说明十（“三公”经费） 公务用车运行费 比上年增减额'],
    ['N11c:cars_law:count', '说明十一（三）国有资产 执法执勤用车 数量'],
    ['N11d:fiscal:amount', '说明十一（四）预算绩效 财政拨款 金额'],
    ['G:staff:posts', '机构和人员 编制数'],
    ['G:staff/in_post:delta', '机构和人员 在职 比上年增减额'],
    ['N8', '说明八（政府性基金）'],
    ['N9:soe:none', '说明九（国有资本经营） 国有资本经营预算拨款 未安排'],
    ['P1:total', '绩效目标表1“引智工作经费” 预算总额'],
    ['P1:ind1:target', '绩效目标表1“引智工作经费” 指标“培训人数” 指标值'],
    ['P9:ind4:weight', '绩效目标表9 指标“4” 分值权重'],
    ['P', '绩效目标表'],
    ['doc', '整个文本'],
    ['', '整个文本'],
    ['X:y', 'X:y'],
    ['T99:a', 'T99:a'],
  ])('%s is %s', (address, name) => {
    expect(placeName(address, document)).toBe(name);
  });
});

describe('in English', () => {
  it.each([
    ['T3:2060101:basic', 'Table 3, 2060101 Administrative operation, Basic expenditure'],
    ['N2:unit:share', 'Section 2 (income), Own funds of units, share'],
    ['P1:goal', 'performance sheet 1 "引智工作经费", goal'],
    ['G:staff/in_post:delta', 'Organisation and staff, in post, change'],
  ])('%s is %s', (address, name) => {
    language.value = 'en';
    expect(placeName(address, document)).toBe(name);
  });

  it('SheetWithoutItsDocument_GoesByItsNumber', () => {
    language.value = 'en';
    expect(placeName('P2:total')).toBe('performance sheet 2, budget');
  });
});

it('Section_IsNamedWhereThereIsOne', () => {
  expect(sectionName('N5c')).toBe('说明五（三）具体使用');
  expect(sectionName('N12')).toBeNull();
});
