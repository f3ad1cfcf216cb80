import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { EOL } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../src/common/clock.ts';
import type { AnyLaunchConfiguration } from '../../src/protocol/launchConfigurations.ts';
import { getOutOfDate } from '../../src/protocol/ideSession.ts';
import { createPlainRunner } from '../../src/processes/plainRunner.ts';
import { noWatchdog } from '../../tools/fixtures/processes/noWatchdog.ts';
import { ownEnvironment } from '../../tools/fixtures/processes/programs.ts';
import { SessionFixture } from '../../tools/fixtures/sessions/sessionFixture.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../tools/fixtures/waiting.ts';

const limit = { timeout: 240_000 };

interface Lived {
  readonly fixture: SessionFixture;
  readonly name: string;
  readonly text: (isStdErr: boolean) => string;
}

/** Runs a session for a launch configuration in a folder with this file. */
async function live(
  context: TestContext,
  file: { readonly name: string; readonly text: string },
  launchConfiguration: AnyLaunchConfiguration,
  request: { env?: { name: string; value: string }[]; args?: string[] } = {},
): Promise<Lived> {
  const workspace = await temporaryFolder(context);
  await writeFile(join(workspace, file.name), file.text);
  const { fixture, name } = startIn(workspace, launchConfiguration, request);
  await until('the session has ended', () => fixture.heard(name).includes('sessionTerminated'));
  return { fixture, name, text: (isStdErr) => textOf(fixture, name, isStdErr) };
}

/** Starts a session for a launch configuration in a folder. */
function startIn(
  workspace: string,
  launchConfiguration: AnyLaunchConfiguration,
  request: { env?: { name: string; value: string }[]; args?: string[] } = {},
): Omit<Lived, 'text'> {
  const surroundings = { workspace, environment: ownEnvironment, platform: process.platform };
  const options = { clock: systemClock, watchdog: noWatchdog, grace: () => 1_000 };
  const runner = createPlainRunner(surroundings, options, {
    launch: () => assert.fail('no app is run'),
  });
  const fixture = new SessionFixture(join(workspace, 'logs'), { runner, clock: systemClock });
  const owner = { kind: 'controller', instanceId: 'controller' } as const;
  const { env = [], args } = request;
  const spec = { launchConfiguration, env, ...(args && { args }) };
  const { name } = fixture.sessions.create(owner, spec).metadata;
  fixture.sessions.start(name);
  return { fixture, name };
}

function textOf(fixture: SessionFixture, name: string, isStdErr: boolean): string {
  const logs = fixture
    .notifications(name)
    .filter((told) => told.notification_type === 'serviceLogs');
  const texts = logs.filter((told) => told.is_std_err === isStdErr);
  return texts.map((told) => `${told.log_message}${EOL}`).join('');
}

test(
  'a Node program runs in its session, with its arguments and variables',
  limit,
  async (context) => {
    const text = `console.log(process.argv.slice(2), process.env.GREETING);
    console.error(process.pid);
    process.exitCode = 3;`;
    const {
      fixture,
      name,
      text: heard,
    } = await live(
      context,
      { name: 'app.js', text },
      { type: 'node', mode: 'NoDebug', script_path: 'app.js' },
      { env: [{ name: 'GREETING', value: 'hello' }], args: ['app.js', '--port', '80'] },
    );
    assert.equal(heard(false), "[ '--port', '80' ] hello\n");
    const { pid, exitCode, state } = fixture.session(name).status;
    assert.equal(heard(true), `${pid}\n`);
    assert.deepEqual([state, exitCode], ['Stopped', 3]);
    assert.equal(fixture.heard(name)[0], 'processRestarted');
  },
);

test('a Python program runs in its session with unbuffered output', limit, async (context) => {
  const text = `import os, sys
print("Grüße", sys.argv[1:], os.environ["PYTHONUNBUFFERED"])
os.kill(os.getpid(), 9)`;
  const {
    fixture,
    name,
    text: heard,
  } = await live(
    context,
    { name: 'main.py', text },
    { type: 'python', mode: 'NoDebug', program_path: 'main.py', interpreter_path: '' },
    { env: [{ name: 'PYTHONIOENCODING', value: 'utf8' }], args: ['a b'] },
  );
  assert.equal(heard(false), "Grüße ['a b'] 1\n");
  assert.equal(fixture.session(name).status.exitCode, 137);
});

test('a Python module runs in its session', limit, async (context) => {
  const { text: heard } = await live(
    context,
    { name: 'shop.py', text: 'print(__name__)' },
    { type: 'python', mode: 'NoDebug', program_path: '', module: 'shop' },
  );
  assert.equal(heard(false), '__main__\n');
});

test(
  'large output of complete and incomplete lines is reported completely',
  limit,
  async (context) => {
    const text = `const line = 'Zeile — 👋 '.repeat(50);
    for (let number = 0; number < 10_000; number++) process.stdout.write(line + number + '\\n');
    process.stdout.write('the rest');`;
    const { text: heard } = await live(
      context,
      { name: 'app.js', text },
      { type: 'node', mode: 'NoDebug', script_path: 'app.js' },
    );
    const line = 'Zeile — 👋 '.repeat(50);
    const expected = Array.from({ length: 10_000 }, (_, number) => `${line}${number}\n`);
    assert.equal(heard(false), `${expected.join('')}the rest\n`);
  },
);

test('reports that there is no debugger before the program runs', limit, async (context) => {
  const file = { name: 'app.js', text: '' };
  const { fixture, name } = await live(context, file, { type: 'node', script_path: 'app.js' });
  const [first, second] = fixture.notifications(name);
  assert.ok(first?.notification_type === 'sessionMessage');
  assert.equal(first.level, 'info');
  assert.match(first.message, /app\.js runs without a debugger/);
  assert.equal(second?.notification_type, 'processRestarted');
});

test(
  "a launch configuration that can't run fails its session with its own error",
  limit,
  async (context) => {
    const file = { name: 'app.js', text: '' };
    const causes = [
      [{ type: 'future' }, 'UnsupportedLaunchConfiguration'],
      [{ type: 'node' }, 'ScriptMissing'],
      [{ type: 'maui', project_path: 'App.csproj' }, 'LaunchNeedsDebugger'],
      [{ type: 'node', script_path: 'missing.js' }, 'ProgramNotFound'],
      [{ type: 'node', script_path: 'app.js', runtime_executable: '/no/node' }, 'RuntimeNotFound'],
    ] as const;
    for (const [launchConfiguration, reason] of causes) {
      const { fixture, name } = await live(context, file, launchConfiguration);
      const { status } = fixture.session(name);
      assert.deepEqual([status.state, status.reason], ['Failed', reason]);
      assert.equal(fixture.heard(name).includes('processRestarted'), false);
    }
  },
);

test(
  'a session whose script imports a changed file is out of date until its restart',
  limit,
  async (context) => {
    const workspace = await temporaryFolder(context);
    const imported = join(workspace, 'imported.mjs');
    await writeFile(
      join(workspace, 'app.mjs'),
      `import './imported.mjs'; setInterval(() => 0, 1e6)`,
    );
    await writeFile(imported, '');
    const { fixture, name } = startIn(workspace, { type: 'node', script_path: 'app.mjs' });
    const message = (): string | undefined => getOutOfDate(fixture.session(name))?.message;
    let saves = 0;
    await until('the session is out of date', async () => {
      await writeFile(imported, `//${++saves}`);
      return message() !== undefined;
    });
    assert.equal(message(), 'imported.mjs has changed since the program was started.');
    fixture.sessions.restart(name);
    await until('the session is up to date', () => message() === undefined);
    fixture.sessions.stop(name);
    await until('the session has ended', () => fixture.heard(name).includes('sessionTerminated'));
  },
);
