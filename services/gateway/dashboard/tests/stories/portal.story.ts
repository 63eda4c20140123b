// The bureau's desk: no upload gets lost on its way without a word.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { picture, samples, visit } from './walk';

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
