// Totals of more than one department: of a group, and what they count twice.
import { expect, it } from 'vitest';
import { formatMoney } from '../../src/money';
import { expectAccessible, expectFits, picture, spendingFen, visit } from './walk';

const year = 2023;
const place = `#/totals?year=${year}`;

it('Group_HasTheTotalsOfItsDepartments', async () => {
  const { page, complaints } = await visit(place);
  await page.locator('#scope').selectOption({ label: '重点民生' });
  await page.locator('h1', { hasText: '重点民生部门预算汇总' }).waitFor();
  await page.locator('.glance[data-status=live]').waitFor();
  const fen = await spendingFen(year, 'prefectures/652300/groups/重点民生');
  expect(fen).toBeGreaterThan(0n);
  expect(fen).toBeLessThan(await spendingFen(year));
  const figure = page.locator('[data-figure=spending] .figure');
  expect(await figure.innerText()).toBe(formatMoney(fen, 'wan'));
  // A link to it shows it again; a group within it is one of its own.
  expect(decodeURIComponent(page.url())).toContain('group=重点民生');
  await page.locator('#scope').selectOption({ label: '重点民生/教育' });
  await page.locator('h1', { hasText: '重点民生/教育部门预算汇总' }).waitFor();
  await page.locator('a', { hasText: '返回全州' }).click();
  await page.locator('h1', { hasText: '全州部门预算汇总' }).waitFor();
  expect(complaints).toEqual([]);
});

it('Eliminations_StandBesideTheTotalsThatCountThemTwice', async () => {
  const { page, complaints } = await visit(place);
  const left = formatMoney((await spendingFen(year)) - 30_000_000n, 'wan');
  await page.locator('[data-figure=spending]', { hasText: `抵销 30.00，抵销后 ${left}` }).waitFor();
  const panel = page.locator('.eliminations');
  const transfer = panel.locator('tbody tr', { hasText: '州财预〔2023〕6号' });
  await transfer.filter({ hasText: '两方都在内，已抵销' }).waitFor();
  // Neither ledger holds it: that is told and not corrected.
  await panel.locator('tbody tr', { hasText: '上级补助收入' }).last().waitFor();
  expect(await panel.locator('td.bad').allInnerTexts()).toEqual(['30.00', '30.00']);
  await expectAccessible(page);
  await expectFits(page);
  await picture(page, 'eliminations');
  // Of one side alone it is no part.
  await transfer.locator('th a').first().click();
  await panel.locator('tbody tr', { hasText: '只有一方在内' }).waitFor();
  await panel.locator('tbody a', { hasText: '分录第' }).click();
  await page.locator('.facts', { hasText: '抵销' }).waitFor();
  expect(complaints).toEqual([]);
});
