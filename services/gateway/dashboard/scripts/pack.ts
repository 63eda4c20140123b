import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const codings = {
  gz: (bytes: Buffer) => gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }),
  br: (bytes: Buffer) => brotliCompressSync(bytes),
};

/** Beside each file of the page the same compressed, for the gateway to send to who takes it. */
export function pack(): Plugin {
  return {
    name: 'pack',
    writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle)) {
        const file = join(dir, name);
        const bytes = readFileSync(file);
        for (const [ending, compress] of Object.entries(codings)) {
          const packed = compress(bytes);
          if (packed.length < bytes.length) writeFileSync(`${file}.${ending}`, packed);
        }
      }
    },
  };
}
