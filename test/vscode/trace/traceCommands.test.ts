import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { editor, workspace } from '../../../tools/fixtures/editorStandIn.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { extractTrace } from '../../../src/trace/report/readReport.ts';
import { parseTrace } from '../../../src/trace/traceText.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const { TraceCommands } = await import('../../../src/vscode/trace/traceCommands.ts');
const { editorErrors } = await import('../../../src/vscode/errors.ts');
const { WindowTrace } = await import('../../../src/vscode/trace/windowTrace.ts');

const launchConfiguration = { type: 'node', script_path: 'shop.js' };

/** What a report needs of the window besides its host: no SDK, no browser, and one project that was built. */
const apps = {
  buildDisplay: { lastBuilds: [{ project: '/shop/shop.csproj', issues: [] }] },
  launchOptions: {
    tools: {
      dotnet: {
        clock: systemClock,
        watchdog: noWatchdog,
        launchContext: { workspace: '/', environment: { PATH: '' }, platform: process.platform },
      },
    },
  },
};

/** The commands of a window with this value of the setting. */
async function openWindow(context: TestContext, setting: string) {
  editor.settings = { trace: setting };
  const folder = await temporaryFolder(context);
  const trace = new WindowTrace(folder, new RecordingLog());
  await trace.begin();
  const recorder = trace.recorder;
  const { host } = await openEndpoint(context, recorder === undefined ? {} : { trace: recorder });
  const owner = { host: () => Promise.resolve(host), debugSessions: [] };
  const commands = new TraceCommands(owner as never, apps as never, trace);
  editor.documents = [];
  afterTest(context, () => {
    commands.dispose();
    editor.settings = {};
  });
  return { commands, folder, host, trace };
}

test('the trace of a window is shown with the titles of its sessions', async (context) => {
  const { commands, host, trace } = await openWindow(context, 'ring');
  await trace.command('start', () => {
    host.sessions.create({ kind: 'user' }, { launchConfiguration, env: [] });
  });
  const shown = await commands.provideTextDocumentContent();
  assert.match(shown, /^session-1 = .*shop/m);
  assert.match(shown, /#2 command start$/m);
  assert.match(shown, /#4 state New {2}← #3 requested by user: node, Debug path-1$/m);
  assert.match(shown, /#5 command finished {2}← #2 command start$/m);
});

test('the trace of a window is saved to a file that only its owner can read', async (context) => {
  const { commands, folder, host } = await openWindow(context, 'ring');
  host.sessions.create({ kind: 'user' }, { launchConfiguration, env: [] });
  const path = join(folder, 'saved.ndjson');
  editor.chosen = [{ fsPath: path }];
  await commands.save();
  const { records } = parseTrace(await readFile(path, 'utf8'), path);
  assert.deepEqual(
    records.map(({ kind }) => kind),
    ['settings', 'create', 'status'],
  );
  if (process.platform !== 'win32') assert.equal((await stat(path)).mode & 0o777, 0o600);
});

test('a trace that contains the value of a variable is not saved', async (context) => {
  const { commands, folder, host } = await openWindow(context, 'ring');
  // Every trace contains this.
  const env = [{ name: 'PASSWORD', value: '"kind":"trace"' }];
  host.sessions.create({ kind: 'user' }, { launchConfiguration, env });
  const path = join(folder, 'saved.ndjson');
  editor.chosen = [{ fsPath: path }];
  await assert.rejects(commands.save(), { code: 'TraceWithSecret' });
  await assert.rejects(stat(path), { code: 'ENOENT' });
});

test('values that every trace contains do not keep a trace from being saved', async (context) => {
  const { commands, folder, host } = await openWindow(context, 'ring');
  const env = [
    { name: 'ROLE', value: 'session' },
    { name: 'VERSION', value: process.version },
  ];
  host.sessions.create({ kind: 'user' }, { launchConfiguration, env });
  const path = join(folder, 'saved.ndjson');
  editor.chosen = [{ fsPath: path }];
  await commands.save();
  assert.ok((await stat(path)).size > 0);
});

test('a trace that can not be written is an error with the reason', async (context) => {
  const { commands, folder } = await openWindow(context, 'ring');
  editor.chosen = [{ fsPath: join(folder, 'missing', 'saved.ndjson') }];
  await assert.rejects(commands.save(), { code: 'TraceNotSaved', message: /ENOENT/ });
});

test('with the setting on, the trace of a window is in its log folder', async (context) => {
  const { folder, host, trace } = await openWindow(context, 'on');
  host.sessions.create({ kind: 'user' }, { launchConfiguration, env: [] });
  await trace.close();
  const path = join(folder, 'trace.ndjson');
  const { records } = parseTrace(await readFile(path, 'utf8'), path);
  assert.equal(records.length, 3);
});

test('with the setting off, nothing is recorded, and the commands say so', async (context) => {
  const { commands, trace } = await openWindow(context, 'off');
  assert.equal(trace.recorder, undefined);
  let calls = 0;
  await trace.command('start', () => void calls++);
  assert.equal(calls, 1);
  await assert.rejects(commands.open(), { code: 'TraceOff' });
  await assert.rejects(commands.save(), { code: 'TraceOff' });
});

test('a report has the state of the window and the trace, without the values of settings and variables', async (context) => {
  const { commands, host } = await openWindow(context, 'ring');
  const secret = 'correct-horse-battery-staple';
  editor.settings = {
    trace: 'ring',
    runMode: 'NoDebug',
    debugConfigurations: { node: { env: { API_KEY: secret } } },
  };
  const env = [{ name: 'PASSWORD', value: secret }];
  host.sessions.create({ kind: 'user' }, { launchConfiguration, env });
  await commands.report('no output');
  const [report = ''] = editor.documents;
  assert.match(report, /^\| runMode \| NoDebug \| user \|$/m);
  assert.match(report, /^\| debugConfigurations \| set \| user \|$/m);
  assert.match(report, /^\| session-1 \| node \| Debug \| user \| New \|/m);
  assert.match(report, /^\| \/name-\d+\/name-\d+\.csproj \| no issue \|/m);
  assert.doesNotMatch(report, new RegExp(secret));
  const { records } = parseTrace(extractTrace(report), 'report');
  assert.deepEqual(
    records.map(({ kind }) => kind),
    ['settings', 'create', 'status'],
  );
});

for (const [where, settings, env] of [
  ['a variable of a session', {}, [{ name: 'PASSWORD', value: '"kind":"trace"' }]],
  ['a variable in a setting', { node: { env: { PASSWORD: '"kind":"trace"' } } }, []],
] as const) {
  test(`a report that contains the value of ${where} is not opened`, async (context) => {
    const { commands, host } = await openWindow(context, 'ring');
    editor.settings = { debugConfigurations: settings };
    host.sessions.create({ kind: 'user' }, { launchConfiguration, env });
    await assert.rejects(commands.report('no output'), {
      code: 'ReportWithSecret',
      message: /contains the value of PASSWORD/,
    });
    assert.deepEqual(editor.documents, []);
  });
}

test('a problem can be reported with the setting off, and where no host can be opened', async (context) => {
  const { trace } = await openWindow(context, 'off');
  const owner = {
    host: () => Promise.reject(editorErrors.UntrustedWorkspace()),
    debugSessions: [],
  };
  const commands = new TraceCommands(owner as never, apps as never, trace);
  afterTest(context, () => commands.dispose());
  await commands.report('no output');
  const [report = ''] = editor.documents;
  assert.match(report, /^\| not open \| UntrustedWorkspace \|$/m);
  assert.match(report, /^Nothing was recorded\.$/m);
  await commands.report('last output');
  const [withOutput = ''] = editor.documents;
  assert.match(withOutput, /Output is shown as the programs have written it/);
  assert.doesNotMatch(withOutput, /^## Output/m);
});

test(
  'a report asks the browser in the settings for its version, but not in an untrusted workspace',
  { skip: process.platform === 'win32' ? 'browsers are not run there' : false },
  async (context) => {
    const { commands, folder } = await openWindow(context, 'ring');
    const [browser, asked] = [join(folder, 'chromium'), join(folder, 'asked')];
    await writeFile(browser, `#!/bin/sh\necho asked >> '${asked}'\n`, { mode: 0o755 });
    editor.settings = { trace: 'ring', 'blazor.browserPath': browser };
    afterTest(context, () => void (workspace.isTrusted = true));
    workspace.isTrusted = false;
    await commands.report('no output');
    await assert.rejects(stat(asked), { code: 'ENOENT' });
    workspace.isTrusted = true;
    await commands.report('no output');
    assert.ok((await stat(asked)).size > 0);
  },
);
