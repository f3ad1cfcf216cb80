// An editor to try the extension in: npm start [-- folder]. It runs until it is interrupted.

import { join } from 'node:path';

import { serveEditor } from '../test/editor/harness/serveEditor.ts';
import { projectFolder } from './setup/node.mjs';

const workspace = process.argv[2] ?? join(projectFolder, 'samples');
const editor = await serveEditor({
  extensions: [projectFolder],
  workspace,
  gallery: true,
  settings: { 'chat.disableAIFeatures': false, 'git.enabled': true },
});
console.log(
  `${workspace} is open in an editor with the extension. Open:\n\n  ${editor.url}\n\nCtrl+C ends it.`,
);

const interrupted = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => resolve());
});
try {
  await Promise.race([interrupted, editor.failed]);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  await editor.close();
}
