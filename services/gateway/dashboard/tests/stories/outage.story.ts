// Services that die under people's eyes: the page says how old it is, keeps what
// it shows, and goes on by itself when they are back.
//
// Nothing may stand in the console meanwhile: all these calls are streams, and one
// that breaks says so inside an answer, so that even the browser has nothing to
// report of its own.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { formatMoney } from '../../src/money';
import { Service } from './services';
import { picture, sendCorrected, spendingFen, visit } from './walk';

const year = 2023;
const patience = { timeout: 60_000, interval: 1_000 };
const numberIn = (text: string) => Number(/\d+/.exec(text));

/** Says later whether the page is still the one that was opened. */
async function mark(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => document.documentElement.setAttribute('data-opened', 'once'));
  return () => page.evaluate(() => document.documentElement.hasAttribute('data-opened'));
}

it('AggregationKilled_TotalsTellTheirAgeAndThenWhatWasAcceptedMeanwhile', async () => {
  const board = await visit(`#/totals?year=${year}`);
  const badge = board.page.locator('.glance .badge');
  const figure = board.page.locator('[data-figure=spending] .figure');
  await board.page.locator('.glance[data-status=live]').waitFor();
  const before = await figure.innerText();
  const revision = numberIn(await badge.innerText());
  const sameDocument = await mark(board.page);

  const bureau = await visit(`#/portal?year=${year}`, { actor: '部门张三' });
  const place = await sendCorrected(bureau.page);
  const desk = await visit(place, { actor: '预算科李四' });
  await desk.page.locator('.decisions button', { hasText: '通过' }).waitFor();

  const aggregation = new Service('aggregation');
  aggregation.kill();
  await badge.filter({ hasText: /截至 \d+ 秒前/ }).waitFor();
  await expect.poll(async () => numberIn(await badge.innerText()), patience).toBeGreaterThan(5);
  expect(await figure.innerText()).toBe(before);
  await picture(board.page, 'stale');
  // Accepted all the same: it is posted when the ledgers are there.
  await desk.page.locator('.decisions button', { hasText: '通过' }).click();
  await desk.page.locator('dialog button[type=submit]').click();
  await desk.page.locator('.submission', { hasText: '已通过' }).waitFor();

  await aggregation.start();
  await badge.filter({ hasText: `版本号 ${revision + 1}` }).waitFor();
  expect(await figure.innerText()).toBe(formatMoney(await spendingFen(year), 'wan'));
  expect(await sameDocument()).toBe(true);
  await picture(board.page, 'recovered');
  expect(board.complaints).toEqual([]);
});

it('IngestionKilled_ProgressTellsItsAgeAndRecovers', async () => {
  const { page, complaints } = await visit(`#/progress?year=${year}`);
  await page.locator('.panel[data-status=live] tr.source').first().waitFor();
  const rows = await page.locator('tr.source').count();
  const sameDocument = await mark(page);
  const ingestion = new Service('ingestion');
  ingestion.kill();
  await page
    .locator('.badge-stale', { hasText: /截至 \d+ 秒前/ })
    .first()
    .waitFor();
  expect(await page.locator('tr.source').count()).toBe(rows);
  await picture(page, 'progress-stale');
  await ingestion.start();
  await page.locator('.panel[data-status=live] tr.source').first().waitFor();
  expect(await page.locator('.badge-stale').count()).toBe(0);
  expect(await sameDocument()).toBe(true);
  expect(complaints).toEqual([]);
});

it('ReportingKilled_TotalsGoOnAndDownloadsSayWhy', async () => {
  const board = await visit(`#/totals?year=${year}`);
  await board.page.locator('.glance[data-status=live]').waitFor();
  const { page, complaints } = await visit(`#/portal?year=${year}`);
  const workbook = page.locator('.downloads button', { hasText: 'xlsx' });
  await workbook.waitFor();
  const reporting = new Service('reporting');
  reporting.kill();
  await workbook.click();
  await page.locator('.downloads .failure').waitFor();
  await picture(page, 'reporting-away');
  expect(await board.page.locator('.glance').getAttribute('data-status')).toBe('live');

  await reporting.start();
  const files: string[] = [];
  page.on('download', (file) => files.push(file.suggestedFilename()));
  // The gateway looks for a service that it lost once a second.
  await expect
    .poll(async () => {
      await workbook.click();
      return files[0];
    }, patience)
    .toMatch(/2023.*\.xlsx$/);
  await page.locator('.downloads .failure').waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
  expect(board.complaints).toEqual([]);
});
