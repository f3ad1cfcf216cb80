// The suites that run in the extension host of a real VS Code, each of their tests as one of ours.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  builtSuite,
  debugpyFixture,
  networkSettings,
  packagedExtension,
  workspace,
} from './built.ts';
import { startEditor } from './harness/editor.ts';
import { emptyExtension } from './harness/codeServer.ts';
import type { SuiteResult } from './suites/index.ts';

test('the extension in a real VS Code', { timeout: 600_000 }, async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'editor-results-'));
  context.after(async () => rm(folder, { recursive: true }));
  const file = join(folder, 'results.json');
  const editor = await startEditor({
    packages: [packagedExtension],
    extensions: [emptyExtension, debugpyFixture],
    workspace,
    settings: networkSettings,
    suite: builtSuite('index'),
    environment: { EDITOR_RESULTS: file },
    timeoutMilliseconds: 540_000,
  });
  context.after(async () => void (await editor.close()));
  const exitCode = await editor.suiteResult;
  const results = JSON.parse(await readFile(file, 'utf8')) as SuiteResult[];
  assert.ok(results.length > 0, 'no test ran');
  for (const { title, error } of results) {
    await context.test(title, () => {
      assert.equal(error, undefined);
    });
  }
  assert.equal(exitCode, 0);
});
