/** Leaves `.br` and `.gz` beside every text file of the build, so that no server compresses one twice. */

import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(html|css|js|svg|webmanifest)$/;

/** Below this a packet is saved neither by one nor by the other. */
const BYTES_MIN = 1_024;

const CODINGS = [
  ['.br', promisify<Buffer, Buffer>(brotliCompress)],
  [
    '.gz',
    (bytes: Buffer) => promisify<Buffer, { level: number }, Buffer>(gzip)(bytes, { level: 9 }),
  ],
] as const;

export function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir }) {
      if (dir === undefined) return;
      const files = await readdir(dir, { recursive: true });
      await Promise.all(
        files.filter((file) => TEXT.test(file)).map((file) => compress(join(dir, file))),
      );
    },
  };
}

async function compress(file: string): Promise<void> {
  const bytes = await readFile(file);
  if (bytes.length < BYTES_MIN) return;
  for (const [suffix, code] of CODINGS) await writeFile(file + suffix, await code(bytes));
}
