// The same desk where everybody is known: needs a cluster with identities whose
// accounts wang (clerk of 104), li (reviewer), zhao (finance head) and shen
// (auditor) have the password YUHENG_PAGE_PASSWORD, and whose gateway lets the
// public in as a viewer.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, launch, picture, samples, visit } from './walk';

const password = process.env['YUHENG_PAGE_PASSWORD'];
const year = 2023;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function signedIn(account: string, hash: string) {
  const all = await visit(browser, '#/totals', { actor: '' });
  await all.page.locator('button', { hasText: '登录' }).click();
  await all.page.locator('dialog input[name=account]').fill(account);
  await all.page.locator('dialog input[name=password]').fill(password!);
  await all.page.locator('dialog button[type=submit]').click();
  await all.page.locator('.who').waitFor();
  await all.page.evaluate((to) => {
    location.hash = to;
  }, hash);
  return all;
}

const errors = (page: Page) => page.locator('.panel[data-status=error]').count();

describe.skipIf(password === undefined)('with identities', () => {
  it('Document_PassesFromClerkToFinanceHeadToThePublic', async () => {
    const everybody = await visit(browser, `#/totals?year=${year}`);
    await everybody.page.locator('.glance[data-status=live]').waitFor();
    expect(await everybody.page.locator('button', { hasText: '构成' }).count()).toBe(0);

    const clerk = await signedIn('wang', `#/portal?year=${year}`);
    // The same file twice would be the same submission.
    await clerk.page.locator('input#file').setInputFiles(`${samples}/changji-keji-2023.txt`);
    await clerk.page.locator('.outcome', { hasText: '已退回' }).waitFor();
    await clerk.page
      .locator('input#file')
      .setInputFiles(`${samples}/changji-keji-2023-corrected.txt`);
    await clerk.page.locator('.outcome', { hasText: '待审核' }).locator('a').click();
    await clerk.page.locator('.submission .facts').waitFor();
    const place = clerk.page.url().slice(clerk.page.url().indexOf('#'));
    expect(await clerk.page.locator('.decisions button').allInnerTexts()).toEqual(['撤回']);
    expect(await errors(clerk.page)).toBe(0);
    await clerk.page.locator('.page-head nav a', { hasText: '汇总' }).click();
    await clerk.page.locator('.glance[data-status=live]').waitFor();
    await clerk.page.locator('.page-head nav a', { hasText: '报送进度' }).click();
    await clerk.page.locator('tr.source').first().waitFor();
    expect(await errors(clerk.page)).toBe(0);

    const reviewer = await signedIn('li', place);
    await reviewer.page.locator('.decisions button', { hasText: '退回' }).waitFor();
    expect(await reviewer.page.locator('.decisions button', { hasText: '受理' }).count()).toBe(0);
    await reviewer.context.close();

    const head = await signedIn('zhao', place);
    await head.page.locator('.decisions button', { hasText: '受理' }).click();
    await head.page.locator('td', { hasText: 'zhao' }).first().waitFor();
    await picture(head.page, 'accepted');
    await head.context.close();

    await everybody.page.locator('.ticks li', { hasText: '昌吉州科技局' }).first().waitFor();
    await expectAccessible(everybody.page);
    await picture(everybody.page, 'public');
    expect(everybody.complaints).toEqual([]);
    await everybody.context.close();
    await clerk.context.close();
  });

  it('Auditor_ProvesAndChangesNothing', async () => {
    const { page, context } = await signedIn('shen', `#/audit?year=${year}&address=T1:ex:206`);
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
    await context.close();
  });

  it('SignedOut_SeesNoDocumentAnyMore', async () => {
    const { page, context } = await signedIn('li', `#/progress?year=${year}`);
    await page.locator('tr.source a').first().click();
    await page.locator('.document').waitFor();
    await page.locator('button', { hasText: '退出' }).click();
    await page.locator('.panel[data-status=error]').first().waitFor();
    expect(await page.locator('.document').count()).toBe(0);
    await context.close();
  });
});
