import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { editor } from '../../../tools/fixtures/editorStandIn.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { ownEnvironment } from '../../../tools/fixtures/processes/programs.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { JsDebug } from './jsDebug.ts';

const { DebugSessions } = await import('../../../src/vscode/debug/debugSessions.ts');
const { InspectorDebugger } = await import('../../../src/vscode/debug/inspector.ts');

const limit = { timeout: 240_000 };
const preload = join(import.meta.dirname, '../../../media/inspectorPreload.cjs');

/** Makes a process begin its wait for the debugger only after the debugger is not wanted any more. */
const slow = `
  const inspector = require('node:inspector');
  const { existsSync } = require('node:fs');
  const { waitForDebugger } = inspector;
  const folder = process.env.IDE_SESSION_INSPECTOR;
  inspector.waitForDebugger = () => {
    while (existsSync(folder));
    waitForDebugger();
  };
`;

/** Starts a Node program for js-debug. Returns what it does and the folder that its processes use. */
async function start(context: TestContext, environment: Record<string, string> = {}) {
  const debugSessions = new DebugSessions(() => assert.fail('Nothing is adopted.'));
  const program = {
    command: process.execPath,
    args: ['-e', "console.log('up')"],
    workingDirectory: import.meta.dirname,
    environment: { ...ownEnvironment, ...environment },
  };
  const messages: string[] = [];
  const inspector = new InspectorDebugger({
    id: 'one',
    plan: { name: 'shop', program },
    addedProperties: {},
    debugSessions,
    programOptions: { clock: systemClock, watchdog: noWatchdog },
    preload,
  } as never);
  const expected = await inspector.expect({} as never, (why) => messages.push(why));
  const child = spawn(program.command, program.args, { env: expected.environment });
  afterTest(context, () => {
    child.kill('SIGKILL');
    inspector.dispose();
    debugSessions.dispose();
  });
  const exited = once(child, 'exit').then(([exitCode]: unknown[]) => exitCode);
  return {
    child,
    inspector,
    messages,
    exited,
    folder: expected.environment['IDE_SESSION_INSPECTOR'],
  };
}

test(
  'a process that waits for js-debug only after that was detached is continued, not attached to',
  limit,
  async (context) => {
    let starts = 0;
    editor.startDebugging = () => Promise.resolve(++starts > 0);
    const script = join(await temporaryFolder(context), 'slow.cjs');
    await writeFile(script, slow);
    const program = await start(context, { NODE_OPTIONS: `--require ${script}` });
    await until('a debugger is promised', async () => {
      const files = await readdir(program.folder ?? '');
      return files.some((name) => name.endsWith('.coming'));
    });
    await program.inspector.detach();
    assert.equal(await program.exited, 0);
    assert.equal(starts, 0);
    assert.deepEqual(program.messages, []);
  },
);

test('js-debug does not go on attaching to a process that has ended', limit, async (context) => {
  let jsDebug: JsDebug | undefined;
  editor.startDebugging = (_folder, configuration) => {
    jsDebug = new JsDebug(configuration);
    setImmediate(() => jsDebug?.connect());
    return jsDebug.started.promise;
  };
  const program = await start(context);
  await until('js-debug is attaching', () => jsDebug !== undefined);
  program.child.kill('SIGKILL');
  await program.exited;
  program.inspector.dispose();
  await until('its session is ended', () => jsDebug?.isTerminated === true);
  assert.deepEqual(program.messages, []);
});
