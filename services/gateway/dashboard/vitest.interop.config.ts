import { defineConfig } from 'vitest/config';

// Connect's own clients against the gateway at YUHENG_GATEWAY_URL. One after
// another: they share its limits.
export default defineConfig({
  test: {
    include: ['tests/interop/**/*.interop.ts'],
    fileParallelism: false,
    // Ample: a loaded machine takes seconds for what takes none otherwise.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
