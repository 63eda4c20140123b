import { defineConfig } from 'vitest/config';
import { pack } from './scripts/pack';

export default defineConfig({
  base: './',
  plugins: [pack()],
  build: {
    target: 'es2022',
    // Styles and scripts are files: the gateway's Content-Security-Policy lets
    // nothing stand in the page itself.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The charts' chunk is loaded when a chart is shown.
    chunkSizeWarningLimit: 700,
  },
  test: { include: ['tests/unit/**/*.test.ts'] },
});
