import { defineConfig } from 'vitest/config';

// Walks of the page in a browser, against the clusters of tests/stories/run. One
// after another: they share these.
export default defineConfig({
  test: {
    include: ['tests/stories/**/*.story.ts'],
    fileParallelism: false,
    maxConcurrency: 2,
    // When a cluster is gone, each story would wait for it in vain.
    bail: 3,
    // Ample: a loaded machine takes a minute for what takes seconds otherwise.
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
