// The same desk where everybody is known, on the cluster with identities: each
// signs in in a browser of their own.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  closedUrl,
  expectAccessible,
  password,
  picture,
  samples,
  sendCorrected,
  visit,
} from './walk';

const year = 2023;

async function signedIn(account: string, hash: string) {
  const all = await visit('#/totals', { actor: '', base: closedUrl() });
  await all.page.locator('.session button', { hasText: '登录' }).click();
  await all.page.locator('dialog input[name=account]').fill(account);
  await all.page.locator('dialog input[name=password]').fill(password());
  await all.page.locator('dialog button[type=submit]').click();
  await all.page.locator('.who').waitFor();
  await all.page.evaluate((to) => {
    location.hash = to;
  }, hash);
  return all;
}

const errors = (page: Page) => page.locator('.panel[data-status=error]').count();

it('Document_PassesFromClerkToFinanceHeadToThePublic', async () => {
  const everybody = await visit(`#/totals?year=${year}`, { base: closedUrl() });
  const viewer = await signedIn('guest', `#/totals?year=${year}`);
  for (const { page } of [everybody, viewer]) {
    await page.locator('.glance[data-status=live]').waitFor();
    expect(await page.locator('button', { hasText: '构成' }).count()).toBe(0);
  }
  const spending = viewer.page.locator('[data-figure=spending] .figure');
  const before = await spending.innerText();
  let loads = 0;
  viewer.page.on('load', () => (loads += 1));

  const clerk = await signedIn('wang', `#/portal?year=${year}`);
  await clerk.page.locator('input#file').setInputFiles(`${samples}/changji-keji-2023.txt`);
  await clerk.page.locator('.outcome', { hasText: '已退回' }).locator('a').click();
  await clerk.page.locator('.document .mark-culprit.shown').waitFor();
  await clerk.page.locator('.sections button', { hasText: '表6' }).click();
  await clerk.page.locator('.document [data-address="T6:303:total"].mark-error').click();
  await clerk.page.locator('.finding.shown', { hasText: '2.2 + 15.29 + 1.97 = 19.46' }).waitFor();
  await picture(clerk.page, 'marked');
  await clerk.page.locator('.page-head nav a', { hasText: '部门报送' }).click();
  const place = await sendCorrected(clerk.page);
  expect(await clerk.page.locator('.decisions button').allInnerTexts()).toEqual(['撤回']);
  expect(await errors(clerk.page)).toBe(0);
  await clerk.page.locator('.page-head nav a', { hasText: '汇总' }).click();
  await clerk.page.locator('.glance[data-status=live]').waitFor();
  await clerk.page.locator('.page-head nav a', { hasText: '报送进度' }).click();
  await clerk.page.locator('tr.source').first().waitFor();
  expect(await errors(clerk.page)).toBe(0);

  const reviewer = await signedIn('li', place);
  await reviewer.page.locator('.decisions button', { hasText: '退回' }).waitFor();
  expect(await reviewer.page.locator('.decisions button', { hasText: '通过' }).count()).toBe(0);

  const head = await signedIn('zhao', place);
  await head.page.locator('.decisions button', { hasText: '通过' }).click();
  await head.page.locator('dialog button[type=submit]').click();
  await head.page.locator('td', { hasText: 'zhao' }).first().waitFor();
  await picture(head.page, 'accepted');

  // Whoever looks on hears of it, and asked for nothing.
  for (const { page, complaints } of [everybody, viewer]) {
    await page.locator('.ticks li', { hasText: '昌吉州科技局' }).first().waitFor();
    expect(complaints).toEqual([]);
  }
  expect(await spending.innerText()).not.toBe(before);
  expect(loads).toBe(0);
  await expectAccessible(everybody.page);
  await picture(everybody.page, 'public');
});

it('Auditor_ProvesAndChangesNothing', async () => {
  const { page } = await signedIn('shen', `#/audit?year=${year}&address=T1:ex:206`);
  await page.locator('button', { hasText: '开始核对' }).click();
  await page.locator('.verification[data-sound=true]').waitFor();
  await page.locator('form button[type=submit]').click();
  await page.locator('button', { hasText: '证明到文本的行' }).first().click();
  await page.locator('.bare tbody tr').first().waitFor();
  expect(await page.locator('.bare td.bad').count()).toBe(0);
  await page.locator('.bare tbody a', { hasText: /^s-/ }).first().click();
  await page.locator('.submission .facts').waitFor();
  expect(await page.locator('.decisions button').count()).toBe(0);
  expect(await page.locator('button', { hasText: '填写说明' }).count()).toBe(0);
});

it('SignedOut_SeesNoDocumentAnyMore', async () => {
  const { page } = await signedIn('li', `#/progress?year=${year}`);
  await page.locator('tr.source a').first().click();
  await page.locator('.document').waitFor();
  await page.locator('button', { hasText: '退出' }).click();
  await page.locator('.notice', { hasText: '请先登录' }).waitFor();
  expect(await page.locator('.document').count()).toBe(0);
});

it('SignedOutInOneTab_IsSignedOutInAll', async () => {
  const { page, context } = await signedIn('li', `#/progress?year=${year}`);
  await page.locator('tr.source a').first().click();
  await page.locator('.document').waitFor();
  const other = await context.newPage();
  await other.goto(closedUrl());
  await other.locator('button', { hasText: '退出' }).click();
  await page.locator('.failure', { hasText: '登录已失效，请重新登录' }).waitFor();
  expect(await page.locator('.document').count()).toBe(0);
  expect(await page.locator('.who').count()).toBe(0);
});

it('FileAfterTheSessionEnded_IsKeptAndSentAfterSigningIn', async () => {
  const { page, context } = await signedIn('wang', `#/portal?year=${year}`);
  await page.locator('.drop').waitFor();
  await page.locator('.filters select').last().selectOption('check');
  // As when the gateway was restarted: nobody is told.
  await context.clearCookies();
  await page.locator('input#file').setInputFiles(`${samples}/changji-keji-2023.txt`);
  await page.locator('.failure', { hasText: '登录已失效，请重新登录' }).waitFor();
  await page.locator('.notice', { hasText: '有 1 个文件没有送出' }).waitFor();
  expect(await page.locator('.drop').count()).toBe(0);
  await expectAccessible(page);
  await picture(page, 'session-over');
  await page.locator('.failure button', { hasText: '登录' }).click();
  await page.locator('dialog input[name=account]').fill('wang');
  await page.locator('dialog input[name=password]').fill(password());
  await page.locator('dialog button[type=submit]').click();
  const kept = page.locator('.upload', { hasText: '这个文件没有送出' });
  await kept.locator('button', { hasText: '现在送出' }).click();
  await page.locator('.outcome', { hasText: '只检查' }).waitFor();
});

it('SessionThatEnds_IsToldOnThePublicPageToo', async () => {
  const { page, context } = await signedIn('li', `#/totals?year=${year}`);
  await page.locator('.glance[data-status=live]').waitFor();
  await context.clearCookies();
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await page.locator('.failure', { hasText: '登录已失效，请重新登录' }).waitFor();
  await page.locator('.glance[data-status=live]').waitFor();
  expect(await page.locator('.failure').count()).toBe(1);
});

it('WhatWasTypedAsTheSessionEnded_IsThereAgainForItsWriter', async () => {
  const { page, context } = await signedIn('wang', `#/portal?year=${year}`);
  await page.locator('.panel', { hasText: '我的报送' }).locator('tbody a').first().click();
  const withdraw = page.locator('.decisions button', { hasText: '撤回' });
  await withdraw.click();
  const reason = page.locator('dialog textarea');
  expect(await reason.evaluate((one) => one === document.activeElement)).toBe(true);
  await reason.fill('改用新的文本');
  await context.clearCookies();
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await page.locator('.failure button', { hasText: '登录' }).click();
  await page.locator('dialog input[name=account]').fill('wang');
  await page.locator('dialog input[name=password]').fill(password());
  await page.locator('dialog button[type=submit]').click();
  await withdraw.click();
  expect(await reason.inputValue()).toBe('改用新的文本');
  await page.locator('dialog button', { hasText: '取消' }).click();
  await withdraw.click();
  expect(await reason.inputValue()).toBe('');
});
