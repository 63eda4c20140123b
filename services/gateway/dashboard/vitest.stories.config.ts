import { defineConfig } from 'vitest/config';

// Walks of the page in a browser, against whatever serves it at
// YUHENG_PAGE_URL. One after another: they share that cluster.
export default defineConfig({
  test: {
    include: ['tests/stories/**/*.story.ts'],
    fileParallelism: false,
    // Ample: a loaded machine takes a minute for what takes seconds otherwise.
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
