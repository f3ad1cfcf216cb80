import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';

/** The programs and debug configurations of the workspace, by name. */
const files = {
  // Runs until it is asked to end.
  'serve.js': `process.on('SIGTERM', () => process.exit(7));
setInterval(() => undefined, 1_000);
console.log('serving');
console.error('a warning');
`,
  // Writes colours, a harmful sequence, a path and one more line for each of its own signal.
  'colourful.js': `const { join } = require('node:path');
process.on('SIGTERM', () => process.exit(0));
process.on('SIGUSR2', () => console.log('one more'));
setInterval(() => undefined, 1_000);
console.log('\\u001b[32mgreen\\u001b[0m \\u001b]0;owned\\u0007text');
console.log('at ' + join(__dirname, 'serve.js') + ':3:5');
console.error('a warning');
`,
  'crash.js': `console.log('about to fail');
throw new Error('out of order');
`,
  'page/index.html': `<!doctype html>
<title>Shop</title>
<body style="font: 16px sans-serif; padding: 16px">
  <h1>Shop</h1>
  <p>Orders: <output>0</output></p>
  <script src="page.js"></script>
</body>
`,
  // It is drawn long before it changes.
  'page/page.js': `setInterval(() => {
  document.querySelector('output').value++;
}, 2_000);
`,
  '.vscode/launch.json': JSON.stringify({
    version: '0.2.0',
    configurations: [
      {
        type: 'ide-session',
        request: 'launch',
        name: 'Plain controller',
        controller: ['node', '${workspaceFolder}/serve.js'],
        mode: 'NoDebug',
      },
    ],
  }),
} as const;

/** Creates a workspace of small Node programs that is removed after the test. */
export async function makeSessionsWorkspace(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sessions-workspace-'));
  afterTest(context, () => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text);
  }
  return folder;
}
