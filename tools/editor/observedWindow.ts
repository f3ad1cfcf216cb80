import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { afterTest } from '../fixtures/afterTest.ts';
import { builtSuite, packagedExtension, workspace } from './built.ts';
import { emptyExtension } from './codeServer.ts';
import { type Editor, startEditor } from './editor.ts';

/** A window with the extension, as seen by controllers outside of the editor. */
export interface ObservedWindow {
  readonly editor: Editor;
  /** The variables of a terminal of the window; after a reload, those of the reloaded window. */
  nextVariables(): Promise<Record<string, string>>;
}

/** Opens a window that writes the variables of its terminals to a file; closed after the test. */
export async function openWindow(
  context: TestContext,
  options: {
    settings?: Record<string, unknown>;
    extensions?: readonly string[];
    timeoutMilliseconds?: number;
  } = {},
): Promise<ObservedWindow> {
  const folder = await mkdtemp(join(tmpdir(), 'editor-window-'));
  afterTest(context, async () => rm(folder, { recursive: true }));
  const written = watch(folder, { persistent: false });
  afterTest(context, () => written.close());
  const editor = await startEditor({
    packages: [packagedExtension],
    extensions: [emptyExtension, ...(options.extensions ?? [])],
    workspace,
    settings: options.settings ?? {},
    suite: builtSuite('variables'),
    environment: { VARIABLES_FOLDER: folder },
    timeoutMilliseconds: options.timeoutMilliseconds ?? 580_000,
  });
  afterTest(context, async () => void (await editor.close()));
  const file = join(folder, 'variables.json');
  const take = async (): Promise<Record<string, string> | undefined> => {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    await rm(file);
    return JSON.parse(text) as Record<string, string>;
  };
  return {
    editor,
    async nextVariables() {
      for (;;) {
        const change = once(written, 'change');
        const variables = await take();
        if (variables !== undefined) return variables;
        await change;
      }
    },
  };
}
