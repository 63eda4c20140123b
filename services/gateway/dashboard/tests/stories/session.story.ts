// Signing in, where identities are asked for. The session is the story's own, so
// that it is the same whatever the cluster is configured with.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectAccessible, picture, visit } from './walk';

const nobody = {
  signedIn: false,
  required: true,
  subject: '',
  displayName: '',
  roles: [],
  departments: [],
  units: [],
  expiresAt: '',
  division: '652300',
};

/** Answers /session as a gateway does whose only account's password is "right". */
async function withSessions(page: Page, person: object): Promise<void> {
  let current: object = nobody;
  await page.route('**/session', async (route) => {
    const request = route.request();
    if (request.method() === 'DELETE') {
      current = nobody;
      return route.fulfill({ status: 204 });
    }
    if (request.method() === 'POST') {
      const { password } = request.postDataJSON() as { password: string };
      if (password !== 'right') {
        return route.fulfill({
          status: 401,
          json: { code: 'unauthenticated', message: 'wrong account or password' },
        });
      }
      current = person;
    }
    return route.fulfill({ json: current });
  });
  await page.reload();
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.locator('dialog input[name=account]').fill('somebody');
  await page.locator('dialog input[name=password]').fill(password);
  await page.locator('dialog button[type=submit]').click();
}

const views = (page: Page) => page.locator('.page-head nav a').allInnerTexts();

it('WhoWorksForAUnit_SendsForItAlone', async () => {
  const { page } = await visit('#/portal?year=2023');
  const clerk = {
    ...nobody,
    signedIn: true,
    subject: 'zhao',
    displayName: '赵六',
    roles: ['clerk'],
    units: ['201/201002'],
  };
  await withSessions(page, clerk);
  await page.locator('.session button', { hasText: '登录' }).click();
  await signIn(page, 'right');
  await page.locator('.who', { hasText: '赵六' }).waitFor();
  const unit = page.locator('.filters select').nth(1);
  await unit.waitFor();
  expect(await unit.inputValue()).toBe('201002');
  expect(await unit.locator('option').count()).toBe(1);
});

it('Stranger_SeesWhatIsPublicOnly', async () => {
  const { page } = await visit('#/totals?year=2023');
  await withSessions(page, {});
  await page.locator('.session button', { hasText: '登录' }).waitFor();
  expect(await views(page)).toEqual(['汇总', '对比']);
  await page
    .locator('tbody th', { hasText: /^\d{3} / })
    .first()
    .waitFor();
  expect(await page.locator('button', { hasText: '构成' }).count()).toBe(0);
  await expectAccessible(page);
});

it('WrongPassword_IsToldAndMayBeTriedAgain', async () => {
  const { page } = await visit('#/totals?year=2023');
  await withSessions(page, {
    ...nobody,
    signedIn: true,
    subject: 'li',
    displayName: '李四',
    roles: ['reviewer'],
  });
  await page.locator('.session button', { hasText: '登录' }).click();
  await expectAccessible(page);
  await picture(page, 'sign-in');
  await signIn(page, 'wrong');
  await page.locator('dialog .failure', { hasText: '账号或密码不对' }).waitFor();
  // The account stays, the password is typed again.
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe(
    'password',
  );
  await page.keyboard.type('right');
  await page.keyboard.press('Enter');
  await page.locator('.who', { hasText: '李四（预算科审核人）' }).waitFor();
  expect(await views(page)).toEqual(['汇总', '对比', '报送进度', '审核台', '审计']);
  await page.locator('button', { hasText: '退出' }).click();
  await page.locator('.session button', { hasText: '登录' }).waitFor();
});

it('Clerk_SeesTheirOwnDepartmentsDesk', async () => {
  const { page } = await visit('#/portal?year=2023');
  const clerk = {
    ...nobody,
    signedIn: true,
    subject: 'wang',
    displayName: '王五',
    roles: ['clerk'],
    departments: ['104'],
  };
  await withSessions(page, clerk);
  await page.locator('.session button', { hasText: '登录' }).click();
  await signIn(page, 'right');
  await page.locator('.who', { hasText: '王五' }).waitFor();
  expect(await views(page)).toEqual(['汇总', '对比', '报送进度', '部门报送']);
  await page.locator('.filters select').first().waitFor();
  expect(await page.locator('.filters select').first().locator('option').allInnerTexts()).toEqual([
    '104 昌吉州科技局',
  ]);
  await page.locator('.page-head nav a', { hasText: '汇总' }).click();
  await page.locator('h1', { hasText: '昌吉州科技局部门预算汇总' }).waitFor();
});

const reviewer = {
  ...nobody,
  signedIn: true,
  subject: 'li',
  displayName: '李四',
  roles: ['reviewer'],
};

it('SignedOut_SeesNoBoardAnyMore', async () => {
  const { page } = await visit('#/progress?year=2023');
  await withSessions(page, reviewer);
  await page.locator('.session button', { hasText: '登录' }).click();
  await signIn(page, 'right');
  // The board of before is gone as soon as it is said who reads.
  await page.locator('.who', { hasText: '李四' }).waitFor();
  const board = page.locator('.panel', { hasText: '各部门报送情况' });
  await board.and(page.locator('[data-status=live]')).waitFor();
  await page.locator('tr.source').first().waitFor();
  // From here on the service knows nobody.
  await page.route('**/WatchSubmissions', (route) =>
    route.fulfill({ status: 401, json: { code: 'unauthenticated', message: 'who?' } }),
  );
  await page.locator('button', { hasText: '退出' }).click();
  await page.locator('.notice', { hasText: '请先登录' }).waitFor();
  expect(await page.locator('tr.source').count()).toBe(0);
  // Who may see it signs in again where it was.
  await page.unroute('**/WatchSubmissions');
  await page.locator('.notice button', { hasText: '登录' }).click();
  await signIn(page, 'right');
  await page.locator('tr.source').first().waitFor();
});

it('SignOutThatFails_IsToldAndMayBeTriedAgain', async () => {
  const { page } = await visit('#/compare');
  await withSessions(page, reviewer);
  await page.locator('.session button', { hasText: '登录' }).click();
  await signIn(page, 'right');
  await page.locator('.who', { hasText: '李四' }).waitFor();
  let refused = 0;
  await page.route('**/session', (route) => {
    if (route.request().method() !== 'DELETE' || refused > 0) return route.fallback();
    refused += 1;
    return route.fulfill({ status: 503, json: { code: 'unavailable', message: 'away' } });
  });
  await page.locator('button', { hasText: '退出' }).click();
  await page.locator('dialog .failure').waitFor();
  expect(await page.locator('.who').innerText()).toContain('李四');
  await page.locator('dialog button', { hasText: '重试' }).click();
  await page.locator('.session button', { hasText: '登录' }).waitFor();
});

it('ViewOfNoUse_SaysWhomItIsFor', async () => {
  const { page } = await visit('#/portal?year=2023');
  const auditor = { ...reviewer, subject: 'shen', displayName: '沈七', roles: ['auditor'] };
  await withSessions(page, auditor);
  await page.locator('.notice', { hasText: '请先登录' }).waitFor();
  expect(await page.locator('.drop').count()).toBe(0);
  await expectAccessible(page);
  await page.locator('.notice button', { hasText: '登录' }).click();
  await signIn(page, 'right');
  await page.locator('.notice', { hasText: '“部门报送”供部门财务、部门负责人使用' }).waitFor();
  await page.evaluate(() => (location.hash = '#/review'));
  await page.locator('.notice', { hasText: '“审核台”供' }).waitFor();
  expect(await page.locator('button', { hasText: '退回所选' }).count()).toBe(0);
});
