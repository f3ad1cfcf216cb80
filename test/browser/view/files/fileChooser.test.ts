import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  type ChooseFiles,
  FileChooser,
  type FileRequest,
} from '../../../../src/browser/view/files/fileChooser.ts';
import { deferred } from '../../../../src/common/deferred.ts';
import { afterTest } from '../../../../tools/fixtures/afterTest.ts';
import { RecordingLog } from '../../../../tools/fixtures/recordingLog.ts';
import { temporaryFolder } from '../../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { untilValue } from '../../../../tools/fixtures/web/pageValue.ts';
import { PageFixture } from '../../page/pageFixture.ts';
import { ViewedPage } from '../viewedPage.ts';

const limit = { timeout: 240_000 };
const fixture = new PageFixture();

const place = 'position: absolute; left: 0; width: 200px; height: 20px';
const html = `
<input type="file" id="one" style="${place}; top: 0">
<input type="file" id="many" multiple style="${place}; top: 30px">
<input type="file" id="folder" webkitdirectory style="${place}; top: 60px">
<script>
  globalThis.heard = [];
  for (const type of ['change', 'cancel']) addEventListener(type, (event) => heard.push(type + ' ' + event.target.id));
</script>`;
const heard = 'heard.join()';
const names = (id: string): string =>
  `Array.from(document.querySelector('#${id}').files, (file) => file.webkitRelativePath || file.name).toSorted().join()`;

async function openChooser(context: TestContext, choose: ChooseFiles) {
  const viewed = await ViewedPage.open(context, fixture, html);
  const log = new RecordingLog();
  const chooser = new FileChooser(viewed.session, choose, log);
  afterTest(context, () => chooser.dispose());
  await chooser.start();
  return { viewed, log };
}

test('files and a folder are chosen', limit, async (context) => {
  const folder = join(await temporaryFolder(context), 'pictures');
  await mkdir(folder);
  const files = ['a.txt', 'b.txt'].map((name) => join(folder, name));
  for (const file of files) await writeFile(file, 'text');
  const requests: FileRequest[] = [];
  const { viewed } = await openChooser(context, (request) => {
    requests.push(request);
    if (request.isFolder) return Promise.resolve([folder]);
    return Promise.resolve(request.isMultiple ? files : files.slice(0, 1));
  });
  await viewed.click(10, 10);
  await untilValue(viewed.page, names('one'), 'a.txt');
  await viewed.click(10, 40);
  await untilValue(viewed.page, names('many'), 'a.txt,b.txt');
  await viewed.click(10, 70);
  await untilValue(viewed.page, names('folder'), 'pictures/a.txt,pictures/b.txt');
  await untilValue(viewed.page, heard, 'change one,change many,change folder');
  assert.deepEqual(requests, [
    { isMultiple: false, isFolder: false },
    { isMultiple: true, isFolder: false },
    { isMultiple: false, isFolder: true },
  ]);
});

test(
  'a chooser that the user cancels or that cannot be shown is cancelled',
  limit,
  async (context) => {
    const { viewed, log } = await openChooser(context, ({ isMultiple }) =>
      isMultiple ? Promise.reject(new Error('no window')) : Promise.resolve([]),
    );
    await viewed.click(10, 10);
    await untilValue(viewed.page, heard, 'cancel one');
    await viewed.click(10, 40);
    await until('the failure is logged', () => log.lines.length === 1);
    assert.match(log.lines[0] ?? '', /could not be chosen: no window/);
    await untilValue(viewed.page, heard, 'cancel one,cancel many');
  },
);

test('one chooser is shown at a time, until the page goes on', limit, async (context) => {
  const signals: AbortSignal[] = [];
  const { viewed } = await openChooser(context, (_request, signal) => {
    signals.push(signal);
    const aborted = deferred<readonly string[]>();
    signal.addEventListener('abort', () => aborted.resolve([]));
    return aborted.promise;
  });
  await viewed.click(10, 10);
  await until('it is shown', () => signals.length === 1);
  await viewed.click(10, 40);
  await untilValue(viewed.page, heard, 'cancel many');
  await viewed.page.reload();
  await until('it is withdrawn', () => signals[0]?.aborted === true);
  await untilValue(viewed.page, 'document.readyState', 'complete');
  await viewed.click(10, 10);
  await until('the next one is shown', () => signals.length === 2);
});
