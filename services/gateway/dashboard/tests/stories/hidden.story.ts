// A tab that nobody sees holds no connection: a browser has six to one site.
import type { Request } from 'playwright-core';
import { expect, it } from 'vitest';
import { hiddenMaxMs } from '../../src/watch/attention';
import { visit } from './walk';

it('HiddenTab_StreamsNothingUntilItIsShown', async () => {
  const { page, complaints } = await visit('#/totals?year=2023');
  await page.clock.install();
  const streams = new Set<Request>();
  page.on('request', (request) => {
    if (request.url().endsWith('/WatchTotals')) streams.add(request);
  });
  page.on('requestfinished', (request) => void streams.delete(request));
  page.on('requestfailed', (request) => void streams.delete(request));
  const become = (state: DocumentVisibilityState) =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, value: now });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await page.reload();
  await page.locator('.glance[data-status=live]').waitFor();
  await become('hidden');
  await page.clock.fastForward(hiddenMaxMs);
  await page.locator('.glance .badge-stale').waitFor();
  await page.clock.fastForward(hiddenMaxMs);
  await expect.poll(() => streams.size).toBe(0);
  await become('visible');
  await page.locator('.glance[data-status=live]').waitFor();
  await expect.poll(() => streams.size).toBe(1);
  expect(complaints).toEqual([]);
});
