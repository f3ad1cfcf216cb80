import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { afterTest } from '../fixtures/afterTest.ts';
import { type Editor, type EditorOptions, startEditor } from './editor.ts';
import { reportResults } from './suiteResults.ts';

export interface SuiteTestsOptions extends EditorOptions {
  readonly suite: string;
  /** Called when the page shows the editor. */
  readonly shown?: (editor: Editor) => void;
}

/** Runs a suite in its own editor, each of its tests as a subtest of the context. */
export async function runSuiteTests(
  context: TestContext,
  { shown, ...options }: SuiteTestsOptions,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'editor-results-'));
  afterTest(context, async () => rm(folder, { recursive: true }));
  const file = join(folder, 'results.jsonl');
  const environment = { ...options.environment, EDITOR_RESULTS: file };
  const editor = await startEditor({ ...options, environment });
  afterTest(context, async () => void (await editor.close()));
  shown?.(editor);
  await reportResults(context, file, editor.suiteResult);
}
