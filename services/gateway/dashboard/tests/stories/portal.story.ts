// The bureau's desk: no upload gets lost on its way without a word.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { call, expectAccessible, Line, picture, samples, visit } from './walk';

const wrong = `${samples}/changji-keji-2023.txt`;
const corrected = `${samples}/changji-keji-2023-corrected.txt`;

/** The portal, whose uploads wait until they are let through. */
async function portal() {
  const all = await visit('#/portal?year=2023', { actor: '部门张三' });
  let open!: () => void;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  await all.page.route('**/Submit', async (route) => {
    await gate;
    await route.continue().catch(() => undefined); // Cut off meanwhile.
  });
  await all.page.locator('.filters select').last().selectOption('check');
  return { ...all, open };
}

const outcomes = (page: Page) => page.locator('.upload .outcome');

it('Upload_GoesOnWhileThePageIsDrawnAnew', async () => {
  const { page, complaints, open } = await portal();
  await page.locator('input#file').setInputFiles(wrong);
  await page.locator('.upload', { hasText: '正在上传' }).waitFor();
  await page.locator('#language').click();
  await page.locator('.upload', { hasText: 'Sending' }).waitFor();
  expect(await page.locator('.filters select').last().inputValue()).toBe('check');
  await page.locator('.page-head nav a', { hasText: 'Compare' }).click();
  await page.locator('h1', { hasText: 'compare' }).or(page.locator('.period')).first().waitFor();
  await page.goBack();
  open();
  await outcomes(page).first().waitFor();
  expect(complaints).toEqual([]);
});

it('ChosenDepartment_GovernsTheListAndStandsInTheAddress', async () => {
  const { page } = await visit('#/portal?year=2023', { actor: '部门张三' });
  const owners = () =>
    page
      .locator('.panel', { hasText: '我的报送' })
      .locator('tbody td:nth-child(4)')
      .allInnerTexts();
  const listed = () => expect.poll(async () => [...new Set(await owners())], { timeout: 30_000 });
  await expect
    .poll(async () => new Set(await owners()).size, { timeout: 30_000 })
    .toBeGreaterThan(1);
  await page.locator('.filters select').first().selectOption('104');
  await listed().toEqual(['104 昌吉州科技局']);
  expect(page.url()).toContain('department=104');
  await page.reload();
  await listed().toEqual(['104 昌吉州科技局']);
  expect(await page.locator('.filters select').first().inputValue()).toBe('104');
});

it('WhatFinanceDecides_IsInTheListWithItsReasonWithoutReading', async () => {
  const { page, complaints } = await visit('#/portal?year=2023&department=104', {
    actor: '部门张三',
  });
  const unlike = Buffer.from(`\n${' '.repeat(1 + (Date.now() % 1000))}\n`);
  await page.locator('input#file').setInputFiles({
    name: '待退回.txt',
    mimeType: 'text/plain',
    buffer: Buffer.concat([readFileSync(corrected), unlike]),
  });
  await outcomes(page).first().waitFor();
  const row = page
    .locator('.panel', { hasText: '我的报送' })
    .locator('tbody tr', { hasText: '待退回.txt' })
    .first();
  await row.filter({ hasText: '待审核' }).waitFor();
  const place = (await page.locator('.outcome a').getAttribute('href')) ?? '';
  const name = new URLSearchParams(place.split('?')[1]).get('name');
  const service = 'yuheng.ingestion.v1.IngestionService';
  const { etag } = await call<{ etag: string }>(`${service}/GetSubmission`, { name });
  await call(`${service}/ReturnSubmission`, {
    name,
    etag,
    actor: '预算科李四',
    reason: '缺少依据',
  });
  await row.filter({ hasText: '缺少依据' }).waitFor();
  expect(await row.innerText()).toContain('已退回');
  expect(complaints).toEqual([]);
});

it('SeveralFiles_AreAllSent', async () => {
  const { page, complaints, open } = await portal();
  await page.locator('input#file').setInputFiles([wrong, corrected]);
  await page.locator('.upload', { hasText: '排队等候' }).waitFor();
  await picture(page, 'portal-waiting');
  open();
  await outcomes(page).nth(1).waitFor();
  const texts = await outcomes(page).allInnerTexts();
  expect(texts.map((text) => text.includes('错误'))).toEqual([true, false]);
  expect(complaints).toEqual([]);
});

it('CancelledUpload_SaysSoAndMayBeSentAgain', async () => {
  const { page, open } = await portal();
  await page.locator('input#file').setInputFiles([wrong, corrected]);
  const second = page.locator('.upload').nth(1);
  await second.locator('button', { hasText: '取消' }).click();
  await second.locator('.failure', { hasText: '已中断' }).waitFor();
  await picture(page, 'portal-cut');
  await second.locator('button', { hasText: '重试' }).click();
  open();
  await outcomes(page).nth(1).waitFor();
});

const mebibyte = 1024 * 1024;

/** A document that takes its time: most of it is blank lines, no two the same. */
function large(name: string) {
  const blank = `${' '.repeat(1000 + (Date.now() % 1000))}\n`;
  const buffer = Buffer.concat([
    readFileSync(corrected),
    Buffer.from(blank.repeat(Math.ceil((8 * mebibyte) / blank.length))),
  ]);
  return { name, mimeType: 'text/plain', buffer };
}

/** The portal, on a line that is cut while a large document is sent. */
async function cutUpload(name: string) {
  const line = new Line();
  const all = await visit('#/portal?year=2023', { actor: '部门张三', base: await line.open() });
  await all.page.locator('.filters select').first().selectOption('104');
  const file = large(name);
  line.cutAfter(5 * mebibyte);
  await all.page.locator('input#file').setInputFiles(file);
  await all.page.locator('.upload', { hasText: '线路中断' }).waitFor();
  return { ...all, line, file };
}

it('BrokenLine_IsToldAndTheUploadGoesOnWhereItBroke', async () => {
  const { page, line } = await cutUpload('科技局.txt');
  await expectAccessible(page);
  await picture(page, 'portal-broken');
  const before = line.bytesSent;
  line.mend();
  await page.locator('.upload button', { hasText: '现在接着传' }).click();
  await outcomes(page).first().waitFor();
  await page.locator('.steps', { hasText: /从第 [1-9]\d+ 字节接着上传/ }).waitFor();
  expect(await page.locator('.outcome').innerText()).toContain('待审核');
  // What the service had was not sent again: it was some of 8 MiB.
  expect(line.bytesSent - before).toBeLessThan(8 * mebibyte);
  line.close();
});

it('PageReadAnew_TellsWhatBecameOfItsUploadsAndGoesOn', async () => {
  const { page, line, file } = await cutUpload('科技局（二）.txt');
  page.on('dialog', (dialog) => dialog.accept());
  // The line is back, and nothing is sent before the page is read anew.
  await page.route('**/Submit', (route) => route.abort());
  line.mend();
  await page.reload();
  await page.unroute('**/Submit');
  const left = page.locator('.left-upload');
  await left.filter({ hasText: /服务已收到 [1-9]\d+ \/ \d+ 字节/ }).waitFor();
  await expectAccessible(page);
  await picture(page, 'portal-left');
  const choose = left.locator('input[type=file]');
  await choose.setInputFiles(wrong);
  await left.locator('.failure', { hasText: '不是同一个文件' }).waitFor();
  await choose.setInputFiles(file);
  await outcomes(page).first().waitFor();
  await page.locator('.steps', { hasText: /从第 [1-9]\d+ 字节接着上传/ }).waitFor();
  expect(await left.count()).toBe(0);
  await page.reload();
  await page.locator('.drop').waitFor();
  expect(await left.count()).toBe(0);
  line.close();
});

it('PageReadAnewAfterItWasReceived_SaysSo', async () => {
  const { page } = await visit('#/portal?year=2023', { actor: '部门张三' });
  page.on('dialog', (dialog) => dialog.accept());
  await page.locator('.filters select').first().selectOption('104');
  // The answer is lost: all that the page knows is that it sent something.
  await page.route('**/Submit', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.locator('input#file').setInputFiles(wrong);
  await page.locator('.upload', { hasText: '线路中断' }).waitFor();
  await page.reload();
  const left = page.locator('.left-upload', { hasText: '上次上传的' });
  await left.locator('a', { hasText: '打开' }).waitFor();
  await left.locator('button', { hasText: '不再提示' }).click();
  await left.waitFor({ state: 'detached' });
});
