import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pack } from '../../scripts/pack';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yuheng-pack-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('File_IsPackedBesideItself', async () => {
  const long = `console.log(${JSON.stringify('预算'.repeat(200))})`;
  writeFileSync(join(folder, 'main.js'), `import('./later.js');${long}`);
  writeFileSync(join(folder, 'later.js'), `${long};document.title = 'x'`);
  writeFileSync(join(folder, 'index.html'), '<script type="module" src="main.js"></script>');
  await build({ root: folder, configFile: false, logLevel: 'silent', plugins: [pack()] });
  const [main] = /assets\/index-.*\.js/.exec(
    readFileSync(join(folder, 'dist/index.html'), 'utf8'),
  ) ?? [''];
  const file = join(folder, 'dist', main);
  // As it is when all of the build has changed it.
  const bytes = readFileSync(file);
  expect(brotliDecompressSync(readFileSync(`${file}.br`))).toEqual(bytes);
  expect(gunzipSync(readFileSync(`${file}.gz`))).toEqual(bytes);
});

it('WhatGrows_IsLeftOut', async () => {
  writeFileSync(join(folder, 'index.html'), '<p>');
  await build({ root: folder, configFile: false, logLevel: 'silent', plugins: [pack()] });
  expect(existsSync(join(folder, 'dist/index.html'))).toBe(true);
  expect(existsSync(join(folder, 'dist/index.html.gz'))).toBe(false);
});
