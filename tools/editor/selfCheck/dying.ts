// A test that dies without closing its editor: prints the editor's folder and waits to be killed.

import { join } from 'node:path';

import { startEditor } from '../editor.ts';

const editor = await startEditor({
  suite: join(import.meta.dirname, 'endless.cjs'),
  onOutput: () => console.log(editor.folder),
});
await editor.suiteResult;
