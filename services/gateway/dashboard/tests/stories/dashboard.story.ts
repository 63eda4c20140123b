// The public's dashboard: exact, live, honest about its age, for every reader.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatMoney } from '../../src/money';
import { baseUrl, expectAccessible, expectFits, Line, picture, spendingFen, visit } from './walk';

const year = 2023;
const place = `#/totals?year=${year}`;

it('Totals_AreThoseOfTheService', async () => {
  const { page, complaints } = await visit(place);
  await page.locator('.glance[data-status=live]').waitFor();
  const fen = await spendingFen(year);
  expect(fen).toBeGreaterThan(0n);
  const figure = page.locator('[data-figure=spending] .figure');
  expect(await figure.innerText()).toBe(formatMoney(fen, 'wan'));
  await page.locator('.settings select').first().selectOption('yi');
  expect(await figure.innerText()).toBe(formatMoney(fen, 'yi'));
  expect(complaints).toEqual([]);
});

it('Drill_EndsAtTheCellOfADocument', async () => {
  const { page, complaints, context } = await visit(place);
  const row = (digits: number) =>
    page.locator('tbody th', { hasText: new RegExp(`^\\d{${digits}} `) });
  await row(3).first().locator('button').click();
  await row(5).first().locator('button').click();
  await row(7).first().waitFor();
  const link = page.url();
  expect(link).toMatch(/code=\d{5}/);
  // Each step of the way is one of the browser's history.
  await page.goBack();
  await row(5).first().waitFor();
  expect(page.url()).toMatch(/code=\d{3}$/);
  await page.goForward();
  await row(7).first().waitFor();
  await page.locator('button', { hasText: '构成' }).first().click();
  await page.locator('.inset button', { hasText: '明细' }).first().click();
  await page.locator('.leaves a', { hasText: '看预算文本' }).first().click();
  await page.locator('.document .shown').waitFor();
  // The address that was linked shows the same again.
  const again = await context.newPage();
  await again.goto(link);
  await again
    .locator('tbody th', { hasText: /^\d{7} / })
    .first()
    .waitFor();
  expect(complaints).toEqual([]);
});

it('Charts_AreLoadedOnlyWhereTheyAreShown', async () => {
  const loaded: string[] = [];
  const { page } = await visit('#/compare');
  page.on('request', (request) => loaded.push(request.url()));
  await page.locator('.panel[data-status=loaded]').waitFor();
  expect(loaded.filter((url) => url.includes('/kit-'))).toEqual([]);
  await page.goto(baseUrl() + place);
  await page.locator('.chart canvas').waitFor();
  expect(loaded.filter((url) => url.includes('/kit-'))).toHaveLength(1);
  await page.locator('button', { hasText: '资金流向' }).click();
  await page.locator('summary', { hasText: '以表格显示' }).click();
  expect(await page.locator('details tbody tr').count()).toBeGreaterThan(3);
  await picture(page, 'sankey');
});

it('Csv_HasTheExactFigures', async () => {
  const { page } = await visit(place);
  await page
    .locator('tbody th', { hasText: /^\d{3} / })
    .first()
    .waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('button', { hasText: '下载 CSV' }).first().click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^全州 2023年 批复 .*版本号 \d+\.csv$/);
  const [title, , ...all] = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(title).toContain('全州 · 2023年 批复 · ');
  // What rounding takes and the total have no code.
  const rows = all.filter((row) => !row.startsWith(','));
  const fen = rows.map((row) => BigInt(Math.round(Number(row.split(',')[2]) * 1_000_000)));
  expect(all.at(-1)).toMatch(/^,合计,/);
  expect(fen.reduce((sum, one) => sum + one, 0n)).toBe(await spendingFen(year));
});

describe('every reader', () => {
  it.each([
    ['1366x768', { width: 1366, height: 768 }],
    ['phone', { width: 390, height: 844 }],
    ['dark', { theme: 'dark' }],
    ['english', { language: 'en' }],
    ['english-phone', { language: 'en', width: 390, height: 844 }],
  ] as const)('%s can read it', async (name, reader) => {
    const { page, complaints } = await visit(place, reader);
    await page.locator('.glance[data-status=live]').waitFor();
    await page.locator('.chart canvas').waitFor();
    await expectAccessible(page);
    await expectFits(page);
    await picture(page, `totals-${name}`);
    expect(complaints).toEqual([]);
  });

  it('Keyboard_ReachesTheFiguresPastTheNavigation', async () => {
    const { page } = await visit(place);
    await page.locator('.glance[data-status=live]').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    expect(page.url()).toContain('#/totals');
  });

  it('Paper_HasFiguresAndNoButtons', async () => {
    const { page } = await visit(place);
    await page.locator('.glance[data-status=live]').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav[aria-label=主导航]').isVisible()).toBe(false);
    expect(await page.locator('button', { hasText: '下载 CSV' }).first().isVisible()).toBe(false);
    expect(await page.locator('[data-figure=income]').isVisible()).toBe(true);
    expect(
      await page
        .locator('tbody th', { hasText: /^\d{3} / })
        .first()
        .locator('button')
        .isVisible(),
    ).toBe(true);
    await picture(page, 'totals-print');
  });
});

it('LostLine_IsSaidWithTheAgeAndPasses', async () => {
  const line = new Line();
  const { page } = await visit(place, { base: await line.open() });
  await page.locator('.glance[data-status=live]').waitFor();
  line.cut();
  await page.locator('.glance .badge-stale').waitFor();
  expect(await page.locator('.glance .badge-stale').innerText()).toMatch(/截至 \d+ 秒前/);
  // What came last stays; other stories post meanwhile.
  expect(await page.locator('[data-figure=spending] .figure').innerText()).toMatch(
    /^[\d,]+\.\d\d$/,
  );
  line.mend();
  await page.locator('.glance[data-status=live]').waitFor({ timeout: 90_000 });
  line.close();
});

it('Language_IsSwitchedInPlace', async () => {
  const { page } = await visit(place);
  await page.locator('h1', { hasText: '部门预算汇总' }).waitFor();
  await page.locator('#language').click();
  await page.locator('h1', { hasText: 'budget totals' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('language');
});

it('FirstLoad_IsSmall', async () => {
  const { page } = await visit('#/compare');
  await page.locator('.panel[data-status=loaded]').waitFor();
  // What came over the line, compressed where the server does; Content-Encoding decides.
  const bytes = await page.evaluate(() =>
    performance.getEntriesByType('resource').reduce((sum, one) => {
      const { name, encodedBodySize } = one as PerformanceResourceTiming;
      return name.includes('/assets/') ? sum + encodedBodySize : sum;
    }, 0),
  );
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(300_000);
});

it('UnknownFigures_AreNotShownAsZeros', async () => {
  const { page } = await visit('#/compare');
  await page.route('**/WatchTotals', (route) => route.abort());
  await page.goto(baseUrl() + place);
  await page.locator('.glance[data-status=error]').waitFor();
  expect(await page.locator('.glance .figure').count()).toBe(0);
  expect(await page.locator('.glance .failure').innerText()).toContain('连接不上');
});
