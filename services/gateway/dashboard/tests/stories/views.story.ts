// Every view for every reader: nothing that axe objects to, nothing that sticks
// out, no complaint of the browser.
import { describe, expect, it } from 'vitest';
import { call, expectAccessible, expectFits, picture, type Reader, visit } from './walk';

const year = 2023;
const readers: Record<string, Reader> = {
  dark: { theme: 'dark' },
  english: { language: 'en' },
  phone: { width: 390, height: 844 },
};

interface Names {
  readonly submissions?: { name: string }[];
  readonly entries?: { name: string }[];
}

// Axe looks behind every text of a page: a table of few rows tells as much as a long one.
const places: Record<string, () => Promise<string>> = {
  totals: async () => `#/totals?year=${year}&code=208&trace=T3:208:total`,
  compare: async () => `#/compare?year=${year}&table=1`,
  progress: async () => `#/progress?year=${year}`,
  portal: async () => `#/portal?year=${year}`,
  review: async () => `#/review?year=${year}&state=posted`,
  audit: async () => {
    const { entries = [] } = await call<Names>(
      'yuheng.aggregation.v1.AggregationService/ListEntries',
      {
        parent: 'prefectures/652300',
      },
    );
    return `#/audit?year=${year}&entry=${entries[0]?.name}`;
  },
  submission: async () => {
    const { submissions = [] } = await call<Names>(
      'yuheng.ingestion.v1.IngestionService/ListSubmissions',
      {
        parent: 'prefectures/652300',
        state: 'SUBMISSION_STATE_RETURNED',
      },
    );
    return `#/submission?name=${submissions[0]?.name}`;
  },
};

// Two at once: each has a page of its own, and nothing is changed.
describe.concurrent.each(Object.keys(readers))('%s', (reader) => {
  it.for(Object.keys(places))('%s can be read', async (view, { onTestFinished }) => {
    const { page, complaints } = await visit(
      await places[view]!(),
      readers[reader],
      onTestFinished,
    );
    await page.locator('.panel:visible').first().waitFor();
    await page.waitForFunction(() => document.querySelector('[data-status=loading]') === null);
    expect(await page.locator('.panel[data-status=error]').count()).toBe(0);
    await expectAccessible(page);
    await expectFits(page);
    await picture(page, `${view}-${reader}`);
    expect(complaints).toEqual([]);
  });
});
