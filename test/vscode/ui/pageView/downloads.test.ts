import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { beforeEach, test } from 'node:test';
import { editor } from '../../../../tools/fixtures/editorStandIn.ts';
import { browserErrors } from '../../../../src/browser/errors.ts';
import { deferred } from '../../../../src/common/deferred.ts';
import { temporaryFolder } from '../../../../tools/fixtures/temporaryFolder.ts';

const { Downloads } = await import('../../../../src/vscode/ui/pageView/downloads.ts');

beforeEach(() => {
  editor.shown = [];
  editor.asked = 0;
  editor.chosen = undefined;
  editor.press = () => Promise.resolve(undefined);
});

function memory() {
  const values = new Map<string, unknown>();
  return {
    get: (key: string) => values.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  } as never;
}

test('the folder of downloads is asked for once in a workspace', async (context) => {
  const folder = await temporaryFolder(context);
  const workspace = memory();
  const downloads = new Downloads(workspace);
  editor.chosen = [{ fsPath: folder }];
  const both = [downloads.folder('Shop'), downloads.folder('Shop')];
  assert.deepEqual(await Promise.all(both), [folder, folder]);
  assert.equal(await new Downloads(workspace).folder('Shop'), folder);
  assert.equal(editor.asked, 1);
});

test('the folder is asked for again if it is gone, or none was chosen', async (context) => {
  const folder = await temporaryFolder(context);
  const downloads = new Downloads(memory());
  assert.equal(await downloads.folder('Shop'), undefined);
  editor.chosen = [{ fsPath: folder }];
  assert.equal(await downloads.folder('Shop'), folder);
  await rm(folder, { recursive: true });
  editor.chosen = undefined;
  assert.equal(await downloads.folder('Shop'), undefined);
  assert.equal(editor.asked, 3);
});

test('a page that downloads in a loop opens one notification at a time', async () => {
  const dismissed = deferred<string | undefined>();
  editor.press = () => dismissed.promise;
  const downloads = new Downloads(memory());
  for (let count = 0; count < 100; count++) downloads.downloaded(`/srv/file (${count}).txt`);
  for (let count = 0; count < 100; count++) downloads.refused(browserErrors.TooManyDownloads());
  assert.deepEqual(editor.shown, ['file (0).txt was downloaded to /srv.']);
  dismissed.resolve(undefined);
  await new Promise(setImmediate);
  assert.deepEqual(editor.shown.slice(1), ['99 more files were downloaded to /srv.']);
});

test('the folder can be changed when something was downloaded', async (context) => {
  const [first, second] = [await temporaryFolder(context), await temporaryFolder(context)];
  const downloads = new Downloads(memory());
  editor.chosen = [{ fsPath: first }];
  await downloads.folder('Shop');
  editor.chosen = [{ fsPath: second }];
  editor.press = () => Promise.resolve('Change Folder…');
  downloads.downloaded(`${first}/report.pdf`);
  await new Promise(setImmediate);
  assert.equal(await downloads.folder('Shop'), second);
});
