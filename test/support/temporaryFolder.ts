import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { afterTest } from './afterTest.ts';

/** Makes a folder of its own for a test, which is removed after it. */
export async function temporaryFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ide-session-host-test-'));
  afterTest(context, () => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
