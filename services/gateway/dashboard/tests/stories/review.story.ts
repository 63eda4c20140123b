// The reviewer's queue while others work: it follows, says its age, and decides on
// nothing that its reader did not see.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { Line, samples, visit } from './walk';

const year = 2023;
const corrected = readFileSync(`${samples}/changji-keji-2023-corrected.txt`);
const rows = (page: Page) => page.locator('.queue tbody tr', { hasText: '昌吉州科技局' });

/** Sends a version that was not sent before: the same bytes would be the same submission. */
async function send(): Promise<void> {
  const unlike = Buffer.from(`\n${' '.repeat(1 + (Date.now() % 1000))}\n`);
  const file = {
    name: '科技局.txt',
    mimeType: 'text/plain',
    buffer: Buffer.concat([corrected, unlike]),
  };
  const { page } = await visit(`#/portal?year=${year}`, { actor: '部门张三' });
  await page.locator('input#file').setInputFiles(file);
  await page.locator('.outcome', { hasText: '待审核' }).waitFor();
}

it('WhatOthersSendAndDecide_ComesAndGoesWithoutReading', async () => {
  const desk = await visit(`#/review?year=${year}`, { actor: '预算科李四' });
  await desk.page.locator('.panel[data-status=live]', { hasText: '审核队列' }).waitFor();
  const before = await rows(desk.page).count();
  await send();
  await rows(desk.page).nth(before).waitFor();
  const sent = rows(desk.page).last();
  const name = await sent.getAttribute('data-name');
  await sent.locator('input[type=checkbox]').check();
  await desk.page.locator('text=已选 1 份').waitFor();

  const other = await visit(`#/submission?name=${name}`, { actor: '预算科王五' });
  await other.page.locator('.decisions button', { hasText: '退回' }).click();
  await other.page.locator('dialog textarea').fill('请补充依据');
  await other.page.locator('dialog button[type=submit]').click();
  await other.page.locator('td', { hasText: '请补充依据' }).waitFor();
  await desk.page.locator('text=所选中有 1 份在选取之后有变化').waitFor();
  await desk.page.locator('text=已选 0 份').waitFor();
  expect(await desk.page.locator(`[data-name="${name}"]`).count()).toBe(0);
  for (const one of [desk, other]) {
    expect(one.complaints).toEqual([]);
  }
});

it('LostLine_IsSaidOfTheQueueAndWhatCameMeanwhileIsThere', async () => {
  const line = new Line();
  const { page } = await visit(`#/review?year=${year}`, {
    base: await line.open(),
  });
  const queue = page.locator('.panel', { hasText: '审核队列' });
  await queue.and(page.locator('[data-status=live]')).waitFor();
  const before = await rows(page).count();
  line.cut();
  // Failed instead of stale, where the list was being read just then.
  await queue.and(page.locator('[data-status=stale], [data-status=error]')).waitFor();
  await send();
  line.mend();
  await queue.and(page.locator('[data-status=live]')).waitFor({ timeout: 90_000 });
  await rows(page).nth(before).waitFor();
  line.close();
});

it('ListThatCannotBeRead_IsToldWithAWayToReadItAgain', async () => {
  const { page } = await visit(`#/review?year=${year}`);
  const queue = page.locator('.panel', { hasText: '审核队列' });
  await queue.and(page.locator('[data-status=live]')).waitFor();
  let asked = 0;
  await page.route('**/ListSubmissions', (route) => {
    asked += 1;
    return route.abort();
  });
  const state = queue.locator('select').first();
  await state.selectOption('accepted');
  await queue.locator('.failure').waitFor();
  const before = asked;
  await queue.locator('button', { hasText: '重试' }).click();
  await expect.poll(() => asked).toBeGreaterThan(before);
  await page.unroute('**/ListSubmissions');
  await state.selectOption('posted');
  await queue.and(page.locator('[data-status=live]')).waitFor();
  expect(await queue.locator('tbody tr').count()).toBeGreaterThan(0);
});
