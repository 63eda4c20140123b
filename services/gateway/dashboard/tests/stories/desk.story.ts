// A budget on its way: sent with errors, corrected, accepted by a second person,
// in the totals the moment it is posted, proven to its line.
import { readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatMoney } from '../../src/money';
import {
  call,
  expectAccessible,
  picture,
  samples,
  sendCorrected,
  spendingFen,
  visit,
} from './walk';

const year = 2023;

it('DocumentWithErrors_IsReturnedWithTheFigureToLookAt', async () => {
  const { page, complaints } = await visit(`#/portal?year=${year}`, {
    actor: '部门张三',
  });
  await page.locator('.drop').waitFor();
  await page.locator('input#file').setInputFiles(`${samples}/changji-keji-2023.txt`);
  await page.locator('.outcome').waitFor();
  expect(await page.locator('.receipt').innerText()).toMatch(/^s-[0-9a-f]{24}$/);
  expect(await page.locator('.steps .hash').innerText()).toMatch(/SHA-256 [0-9a-f]{64}/);
  expect(await page.locator('.outcome').innerText()).toContain('已退回');
  expect(await page.locator('.finding').count()).toBeGreaterThan(10);
  await expectAccessible(page);
  await picture(page, 'portal');

  await page.locator('.outcome a').click();
  const culprit = page.locator('.document .mark-culprit.shown');
  await culprit.waitFor();
  // The state is what is seen first.
  expect(await page.evaluate(() => scrollY)).toBe(0);
  expect((await culprit.innerText()).replace(/\s/g, '')).toContain('29.44');
  await page.locator('.sections button', { hasText: '表6' }).click();
  // What the columns are called stays in sight, however far down its reader is.
  const frame = page.locator('.section-body');
  await frame.evaluate((one) => one.scrollTo(0, one.scrollHeight));
  const top = (one: Element) => one.getBoundingClientRect().top;
  const heading = page.locator('[data-part=T6] thead th').first();
  expect(await heading.evaluate(top)).toBeCloseTo(await frame.evaluate(top), 0);
  expect(await page.locator('.document .mark-error').count()).toBeGreaterThan(0);
  // A marked cell shows the findings about it.
  await page.locator('.document [data-address="T6:303:total"]').click();
  await page.locator('.finding.shown', { hasText: 'A6-02' }).waitFor();
  expect(await page.locator('.finding.shown').innerText()).toContain('2.2 + 15.29 + 1.97 = 19.46');
  await expectAccessible(page);
  await picture(page, 'submission');
  expect(complaints).toEqual([]);
});

it('Paper_HasAllOfTheDocumentAndItsFindings', async () => {
  const { page } = await visit(`#/portal?year=${year}`, { actor: '部门张三' });
  await page.locator('input#file').setInputFiles(`${samples}/changji-keji-2023.txt`);
  await page.locator('.outcome a').click();
  await page.locator('.document .mark-culprit.shown').waitFor();
  const onScreen = await page.locator('.finding').count();
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  expect(await page.locator('.finding-note').count()).toBeGreaterThan(0);
  const hidden = (selector: string) =>
    page
      .locator(selector)
      .evaluateAll((all) => all.filter((one) => one.getClientRects().length === 0).length);
  expect(await page.locator('.document .mark').count()).toBeGreaterThan(10);
  expect(await hidden('.document .mark')).toBe(0);
  expect(await hidden('.finding .place')).toBe(0);
  expect(await hidden('.document table')).toBe(0);
  const cut = await page
    .locator('.side-by-side .panel-body, .section-body')
    .evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight + 1).length);
  expect(cut).toBe(0);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  expect(await page.locator('.finding').count()).toBe(onScreen);
});

it('CorrectedDocument_IsAcceptedByAnotherAndArrivesInTheTotals', async () => {
  const bureau = await visit(`#/portal?year=${year}`, { actor: '部门张三' });
  await bureau.page.locator('.drop').waitFor();
  await bureau.page
    .locator('input#file')
    .setInputFiles(`${samples}/changji-keji-2023-corrected.txt`);
  await bureau.page.locator('.outcome').waitFor();
  expect(await bureau.page.locator('.outcome').innerText()).toContain('待审核');
  await bureau.page.locator('.outcome a').click();
  await bureau.page
    .locator('.panel.inset', { hasText: '两版之间的变化' })
    .locator('tbody tr')
    .first()
    .waitFor();
  await picture(bureau.page, 'versions');

  const board = await visit(`#/totals?year=${year}`);
  await board.page.locator('[data-status=live]').first().waitFor();
  const desk = await visit(`#/review?year=${year}`, { actor: '预算科李四' });
  const row = desk.page.locator('.queue tbody tr', { hasText: '昌吉州科技局' }).last();
  await row.waitFor();
  await row.locator('input[type=checkbox]').check();
  await expectAccessible(desk.page);
  await picture(desk.page, 'review');
  await desk.page.locator('button', { hasText: '通过所选' }).click();
  // What can't be undone is asked about first, by name.
  await desk.page.locator('dialog', { hasText: '共 1 份' }).waitFor();
  expect(await desk.page.locator('dialog li').innerText()).toMatch(/昌吉州科技局 · 第 \d+ 版/);
  await expectAccessible(desk.page);
  await desk.page.locator('dialog button[type=submit]').click();
  await desk.page.locator('text=完成 1 份，未完成 0 份').waitFor();

  // Without anybody asking for it, the dashboard has it.
  await board.page
    .locator('.ticks li', { hasText: /^[\d-]{10} \d\d:\d\d\s*104 昌吉州科技局/ })
    .first()
    .waitFor();
  const shown = await board.page.locator('[data-figure=spending] .figure').innerText();
  expect(shown).toBe(formatMoney(await spendingFen(year), 'wan'));
  await picture(board.page, 'posted');
  for (const one of [bureau, board, desk]) {
    expect(one.complaints).toEqual([]);
  }
});

it('Warning_IsExplainedAndTheReviewerSeesIt', async () => {
  const bureau = await visit(`#/portal?year=${year}`, { actor: '部门张三' });
  await bureau.page.locator('input#file').setInputFiles(`${samples}/changji-keji-2023.txt`);
  await bureau.page.locator('.outcome a').click();
  const warning = bureau.page.locator('.finding-warning').first();
  await warning.locator('button', { hasText: '填写说明' }).click();
  await bureau.page.locator('dialog textarea').fill('单位资金口径不同，见附注。');
  await expectAccessible(bureau.page);
  await bureau.page.locator('dialog button[type=submit]').click();
  await bureau.page.locator('.waiver', { hasText: '单位资金口径不同' }).waitFor();
  const place = bureau.page.url().slice(bureau.page.url().indexOf('#'));

  const desk = await visit(place, { actor: '预算科李四' });
  await desk.page.locator('.waiver', { hasText: '部门张三' }).waitFor();
  // What has to be corrected is not offered to be explained.
  expect(await bureau.page.locator('.finding-error').count()).toBeGreaterThan(0);
  const errors = bureau.page.locator('.finding-error button', { hasText: '填写说明' });
  expect(await errors.count()).toBe(0);
  await bureau.page.locator('.waiver button', { hasText: '撤回说明' }).click();
  await bureau.page.locator('.waiver').waitFor({ state: 'detached' });
  expect(bureau.complaints).toEqual([]);
});

it('Returned_GoesBackWithItsReason', async () => {
  const bureau = await visit(`#/portal?year=${year}`, { actor: '部门张三' });
  const place = await sendCorrected(bureau.page);
  const desk = await visit(place, { actor: '预算科李四' });
  await desk.page.locator('.decisions button', { hasText: '退回' }).click();
  await desk.page.locator('dialog textarea').fill('请补充项目依据');
  await desk.page.locator('dialog input[type=date]').fill('2099-12-31');
  await desk.page.locator('dialog button[type=submit]').click();
  await desk.page.locator('td', { hasText: '请补充项目依据' }).waitFor();
  // The bureau, looking on, reads it above everything else.
  const back = bureau.page.locator('.back-note', { hasText: '请补充项目依据' });
  await back.waitFor();
  expect(await back.innerText()).toContain('预算科李四');
  expect(await back.innerText()).toContain('2099-12-31 23:59');
  await expectAccessible(bureau.page);
  await picture(bureau.page, 'returned');
  expect(await bureau.page.locator('.facts').innerText()).toContain('2099-12-31 23:59');
});

it('ReturnThatIsRefused_KeepsItsReason', async () => {
  const file = readFileSync(`${samples}/changji-keji-2023-corrected.txt`);
  const bureau = await visit(`#/portal?year=${year}`, { actor: '部门张三' });
  await bureau.page.locator('input#file').setInputFiles({
    name: '科技局.txt',
    mimeType: 'text/plain',
    buffer: Buffer.concat([file, Buffer.from(`\n${' '.repeat(1 + (Date.now() % 900))}\n`)]),
  });
  await bureau.page.locator('.outcome a').click();
  await bureau.page.locator('.submission .facts').waitFor();
  const place = bureau.page.url().slice(bureau.page.url().indexOf('#'));
  const { page } = await visit(place, { actor: '预算科李四' });
  await page.locator('.decisions button', { hasText: '退回' }).click();
  expect(await page.locator('dialog').innerText()).toMatch(/支出合计 [\d.,]+ 万元/);
  await page.locator('dialog textarea').fill('请补充项目依据');
  await page.route('**/ReturnSubmission', (route) => route.abort());
  await page.locator('dialog button[type=submit]').click();
  await page.locator('dialog .failure').waitFor();
  expect(await page.locator('dialog textarea').inputValue()).toBe('请补充项目依据');
  await page.unroute('**/ReturnSubmission');
  await page.locator('dialog button[type=submit]').click();
  // Its own reader sees the new state at once.
  await page.locator('.back-note', { hasText: '请补充项目依据' }).waitFor();
  expect(await page.locator('.decisions button', { hasText: '退回' }).count()).toBe(0);
});

it('Draft_IsBesideItsCeilingAsTheServiceComparesThem', async () => {
  const bureau = await visit(`#/portal?year=${year}&stage=draft`, { actor: '部门张三' });
  await bureau.page
    .locator('input#file')
    .setInputFiles(`${samples}/changji-keji-2023-corrected.txt`);
  await bureau.page.locator('.outcome', { hasText: '待审核' }).waitFor();
  await call('yuheng.ingestion.v1.IngestionService/ImportCeilings', {
    parent: 'prefectures/652300',
    actor: '预算科李四',
    ceilings: [
      {
        parent: 'prefectures/652300/departments/104',
        fiscalYear: year,
        reason: '控制数通知1号',
        figures: [{ source: 'ALL', amountFen: '100' }],
      },
    ],
  });
  const { page, complaints } = await visit(`#/review?year=${year}&stage=draft`, {
    actor: '预算科李四',
  });
  const row = page
    .locator('.panel', { hasText: `${year}年控制数与二上` })
    .locator('tbody tr', { hasText: '昌吉州科技局' });
  await row.waitFor();
  expect(await row.locator('td').last().innerText()).toBe('超出');
  await expectAccessible(page);
  await picture(page, 'ceilings');
  await row.locator('td a').click();
  // What was checked without the ceiling is not accepted by that verdict, but checked anew.
  const note = page.locator('.back-note', { hasText: '结论已过时' });
  await note.waitFor();
  expect(await page.locator('.decisions button').allInnerTexts()).not.toContain('通过');
  await picture(page, 'stale-verdict');
  await page.locator('.decisions button', { hasText: '重新审核' }).click();
  await page.locator('dialog textarea').waitFor();
  await expectAccessible(page);
  await page.locator('dialog button[type=submit]').click();
  await page.locator('.facts', { hasText: '已退回' }).waitFor();
  await note.waitFor({ state: 'detached' });
  const beyond = page.locator('.finding-error', { hasText: 'K-01' }).first();
  expect(await beyond.locator('.arithmetic').innerText()).toMatch(/控制数[^]*文本[^]*超出/);
  expect(complaints).toEqual([]);
});

it('Template_IsDownloadedEmptyAndFilledIn', async () => {
  const { page, complaints } = await visit(`#/portal?year=${year}`, {
    actor: '部门张三',
  });
  const template = page.locator('button', { hasText: '填报模板' });
  await template.waitFor();
  expect(await template.isDisabled()).toBe(true);
  await page.locator('.filters select').first().selectOption('104');
  const [empty] = await Promise.all([page.waitForEvent('download'), template.click()]);
  expect(empty.suggestedFilename()).toBe(`昌吉州科技局 ${year}.xlsx`);
  // Sent again at once, it is read: what is missing is that nothing is filled in.
  await page.locator('.filters select').last().selectOption('check');
  await page.locator('input#file').setInputFiles({
    name: '模板.xlsx',
    mimeType: 'application/octet-stream',
    buffer: readFileSync(await empty.path()),
  });
  await page.locator('.outcome', { hasText: '只检查' }).waitFor();

  await page.locator('.panel', { hasText: '我的报送' }).locator('tbody a').first().click();
  const filled = page.locator('.facts button', { hasText: '下载为填报模板' });
  const [download] = await Promise.all([page.waitForEvent('download'), filled.click()]);
  const size = (path: string) => statSync(path).size;
  expect(size(await download.path())).toBeGreaterThan(size(await empty.path()));
  expect(complaints).toEqual([]);
});

it('Queue_IsWorkedOffByKeyboard', async () => {
  const { page } = await visit(`#/review?year=${year}&state=posted`);
  await page.locator('.queue tbody tr').first().waitFor();
  const focused = () =>
    page.evaluate(() => (document.activeElement as HTMLElement).dataset['name']);
  const names = await page
    .locator('.queue tbody tr')
    .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['name']));
  await page.keyboard.press('j');
  expect(await focused()).toBe(names[0]);
  await page.keyboard.press('j');
  expect(await focused()).toBe(names[1]);
  await page.keyboard.press('k');
  expect(await focused()).toBe(names[0]);
  await page.keyboard.press('Enter');
  await page.locator('.submission h1').waitFor();
});

it('Figure_IsProvenToTheLineOfADocument', async () => {
  const { page, complaints } = await visit(`#/audit?year=${year}&address=T1:ex:206`);
  await page.locator('button', { hasText: '开始核对' }).click();
  await page.locator('.verification[data-sound=true]').waitFor();
  // What held without a checkpoint says nothing of one.
  const file = { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no checkpoint') };
  await page.locator('.file-choice input').setInputFiles(file);
  expect(await page.locator('.verification').count()).toBe(0);
  await page.locator('.note', { hasText: 'a.txt 还没有对照' }).waitFor();
  await page.locator('button', { hasText: '开始核对' }).click();
  await page.locator('.failure', { hasText: '这个文件不是检查点' }).waitFor();
  await page.locator('button', { hasText: '不对照' }).click();
  await page.locator('button', { hasText: '开始核对' }).click();
  await page.locator('.verification[data-sound=true]').waitFor();
  expect(await page.title()).toBe('审计 · 玉衡');
  // A link to a figure has begun its proof.
  await page.locator('button', { hasText: '证明到文本的行' }).first().click();
  await page.locator('.bare tbody tr').first().waitFor();
  const steps = await page.locator('.bare tbody tr td:first-child').allInnerTexts();
  expect(steps.length).toBeGreaterThan(4);
  expect(new Set(steps)).toEqual(new Set(['✓']));
  await expectAccessible(page);
  await picture(page, 'audit');
  // The browser itself tells of the file that was refused.
  expect(complaints).toEqual([
    'Failed to load resource: the server responded with a status of 400 (Bad Request)',
  ]);
});

it('Windows_AreCountedDownWithTheirExtensions', async () => {
  const { page, complaints } = await visit(`#/progress?year=${year}&stage=draft`);
  const windows = page.locator('.panel', { hasText: `${year}年各阶段报送时间` });
  const lines = windows.locator('tbody tr');
  await lines.nth(1).waitFor();
  expect(await lines.nth(0).innerText()).toMatch(/二上.*2098-11-20 23:59.*2098-11-22 23:59/s);
  expect(await lines.nth(0).locator('.countdown').innerText()).toMatch(
    /^报送中，距截止 \d+天\d+小时$/,
  );
  expect(await lines.nth(1).innerText()).toMatch(/昌吉州科技局 延期.*2098-11-25 23:59.*机构改革/s);
  await expectAccessible(page);
  await picture(page, 'windows');
  expect(complaints).toEqual([]);
});

it('Progress_CountsTheDepartments', async () => {
  const { departments } = await call<{ departments: object[] }>(
    'yuheng.ingestion.v1.IngestionService/ListProgress',
    {
      parent: 'prefectures/652300',
      fiscalYear: year,
      stage: 'STAGE_APPROVED',
    },
  );
  const { page, complaints } = await visit(`#/progress?year=${year}`);
  await page.locator('tr.source').first().waitFor();
  expect(await page.locator('tr.source').count()).toBe(departments.length);
  await expectAccessible(page);
  await picture(page, 'progress');
  expect(complaints).toEqual([]);
});
