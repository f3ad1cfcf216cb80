import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** Gives this process its own temporary folder, so that leftover files are noticed. Its path is short, as that of a socket must be. */
export async function ownTemporaryFolder(): Promise<TemporaryFolder> {
  const before = process.env['TMPDIR'];
  const path = await mkdtemp(join(tmpdir(), 'ish-test-'));
  process.env['TMPDIR'] = path;
  return {
    path,
    async remove() {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
