// What the stories share: a browser, pages of the served build, axe, pictures.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

function given(variable: string): string {
  const value = process.env[variable];
  if (value === undefined) throw new Error(`${variable} is not set: run tests/stories/run`);
  return value;
}

/** Where the page of the cluster that is open to all is served. */
export const baseUrl = (): string => given('YUHENG_OPEN_URL');
/** The same of the cluster with identities. */
export const closedUrl = (): string => given('YUHENG_CLOSED_URL');
/** Of its accounts: wang (clerk of 104), li (reviewer), zhao (finance head), shen (auditor), guest (viewer). */
export const password = (): string => given('YUHENG_PASSWORD');
/** The data folder of the open cluster. */
export const dataFolder = (): string => given('YUHENG_OPEN_DATA');

export const samples = join(import.meta.dirname, '../../../../../deploy/samples');

// One browser for the stories of a file, each with contexts of its own.
let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env['YUHENG_CHROMIUM'] ?? '/usr/bin/chromium',
    // Tests may run as root, where Chromium's own sandbox does not.
    args: ['--no-sandbox'],
  });
});
afterAll(() => browser.close());

export interface Reader {
  readonly actor?: string;
  readonly language?: 'zh' | 'en';
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** Instead of baseUrl(). */
  readonly base?: string;
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the console and of scripts; a story ends without any. */
  readonly complaints: string[];
}

/** `atEnd` is the story's own where several are told at once. */
export async function visit(
  hash: string,
  reader: Reader = {},
  atEnd: typeof onTestFinished = onTestFinished,
): Promise<Visit> {
  const {
    actor = '张三',
    language = 'zh',
    theme = 'light',
    width = 1366,
    height = 768,
    base = baseUrl(),
  } = reader;
  const context = await browser.newContext({ viewport: { width, height }, acceptDownloads: true });
  await context.addInitScript(
    (kept) => {
      for (const [name, value] of Object.entries(kept)) {
        if (localStorage.getItem(`yuheng.${name}`) === null)
          localStorage.setItem(`yuheng.${name}`, value);
      }
    },
    { actor, language, theme },
  );
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  const complaints: string[] = [];
  const console: string[] = [];
  page.on('console', (message) => {
    console.push(`${message.type()}: ${message.text()}`);
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => {
    console.push(String(error));
    complaints.push(String(error));
  });
  atEnd(async ({ task }) => {
    if (task.result?.state === 'fail') {
      process.stderr.write([`${task.name}: ${page.url()}`, ...console, ''].join('\n'));
      await picture(page, `failed-${task.name}-${new URL(page.url()).hash}`);
    }
    await context.close();
  });
  await page.goto(base + hash);
  return { page, context, complaints };
}

/** From the portal: sends the corrected sample, and opens it. Returns its place. */
export async function sendCorrected(page: Page): Promise<string> {
  await page.locator('input#file').setInputFiles(`${samples}/changji-keji-2023-corrected.txt`);
  await page.locator('.outcome', { hasText: '待审核' }).locator('a').click();
  await page.locator('.submission .facts').waitFor();
  return new URL(page.url()).hash;
}

/** No rule of axe is broken in what is shown now. */
export async function expectAccessible(page: Page): Promise<void> {
  // Evaluated by the driver, so that the page's own script policy stays as it is.
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run: (options: object) => Promise<{
          violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
        }>;
      };
    };
    // Without describing each place where all is well, which takes a quarter of the time.
    const found = await axe.run({ resultTypes: ['violations'] });
    return found.violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`)
          .join(' | ')}`,
    );
  });
  expect(violations).toEqual([]);
}

/** Nothing sticks out to the side. */
export async function expectFits(page: Page): Promise<void> {
  const { inner, scroll } = await page.evaluate(() => ({
    inner: document.documentElement.clientWidth,
    scroll: document.documentElement.scrollWidth,
  }));
  expect(scroll).toBeLessThanOrEqual(inner);
}

/** Kept for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  const file = `${name.replace(/[^\w-]+/g, '_').slice(0, 100)}.png`;
  await page.screenshot({ path: join(given('YUHENG_PICTURES'), file), fullPage: true });
}

/** A unary call of the services, as the page makes them. */
export async function call<T>(method: string, request: object): Promise<T> {
  const response = await fetch(baseUrl() + method, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Connect-Protocol-Version': '1' },
    body: JSON.stringify(request),
  });
  if (!response.ok) throw new Error(`${method}: ${await response.text()}`);
  return (await response.json()) as T;
}

interface TotalsAnswer {
  totals?: { account: { row: string; side?: string }; derivedFen?: string }[];
}

/** T1:ex:ALL of a year's approved budgets, in 分. */
export async function spendingFen(
  fiscalYear: number,
  name = 'prefectures/652300',
): Promise<bigint> {
  const { totals = [] } = await call<TotalsAnswer>(
    'yuheng.aggregation.v1.AggregationService/ListTotals',
    {
      scope: { name, fiscalYear, stage: 'STAGE_APPROVED' },
      tables: ['TABLE_KIND_T1'],
    },
  );
  const all = totals.find(
    ({ account }) => account.row === 'ALL' && account.side === 'SIDE_EXPENDITURE',
  );
  return BigInt(all?.derivedFen ?? '0');
}

/** The way to baseUrl() as a line that a story can cut and mend. */
export class Line {
  private readonly sockets = new Set<Socket>();
  private cutOff = false;
  /** Of what a browser sends; more cuts the line. */
  private bytesLeft = Infinity;
  /** What a browser sent. */
  bytesSent = 0;
  private readonly server = createServer((near) => {
    if (this.cutOff) {
      near.destroy();
      return;
    }
    const { hostname, port } = new URL(baseUrl());
    const far = connect(Number(port || 80), hostname);
    near.on('data', ({ length }) => {
      this.bytesSent += length;
      this.bytesLeft -= length;
      if (this.bytesLeft < 0) this.cut();
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  });

  /** The address at this end. */
  open(): Promise<string> {
    return new Promise((resolve) => {
      this.server.listen(0, '127.0.0.1', () => {
        const address = this.server.address();
        resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
      });
    });
  }
  /** Once so much more was sent. */
  cutAfter(bytes: number): void {
    this.bytesLeft = bytes;
  }
  cut(): void {
    this.cutOff = true;
    for (const socket of this.sockets) socket.destroy();
  }
  mend(): void {
    this.cutOff = false;
    this.bytesLeft = Infinity;
  }
  close(): void {
    this.cut();
    this.server.close();
  }
}
