import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectFolder } from '../../tools/setup/node.mjs';
import { afterTest } from '../../tools/fixtures/afterTest.ts';
import { pollUntil, until } from '../../tools/fixtures/waiting.ts';
import { startEditor } from '../../tools/editor/editor.ts';

const manifest = {
  name: 'ide-session-host',
  publisher: 'ide-session-host',
  version: '0.0.0',
  engines: { vscode: '^1.90.0' },
  extensionKind: ['workspace'],
  main: './dist/extension.js',
  activationEvents: ['onStartupFinished'],
};

/** An extension that appends its version to a file each time it is loaded. */
function writeExtension(folder: string, version: string): void {
  mkdirSync(join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const line = `require('node:fs').appendFileSync(${JSON.stringify(join(folder, 'loads'))}, '${version}\\n')`;
  writeFileSync(join(folder, 'dist', 'extension.js'), `exports.activate = () => ${line};`);
}

test('an extension under development is reloaded when it is built', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'ide-session-host-reloader-'));
  afterTest(context, () => rmSync(folder, { recursive: true, force: true }));
  writeExtension(folder, 'old');
  writeFileSync(join(folder, 'loads'), '');
  const loads = (): string => readFileSync(join(folder, 'loads'), 'utf8');

  const reloader = join(projectFolder, 'tools', 'start', 'reloader');
  const editor = await startEditor({ extensions: [folder, reloader] });
  afterTest(context, async () => void (await editor.close()));
  await until('the extension is loaded', () => loads() !== '');

  // The reloader may start later than the extension. Each write reloads the editor, so the next one
  // waits twice as long.
  let polls = 1;
  let writes = 0;
  await pollUntil('the built extension is loaded', 300_000, () => {
    if (polls === 2 ** writes) {
      writeExtension(folder, 'new');
      writes++;
    }
    polls++;
    return loads().includes('new\n');
  });
});
