// Projects and pages without an editor: real builds, a real server, a real browser.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, type TestContext, test } from 'node:test';
import type { Controller } from '../../../tools/controller/controller.ts';
import type { Session } from '../../../tools/controller/session.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { type Cli, startCli } from '../../../tools/fixtures/processes/cli.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { toldBesideBuilds } from '../../../tools/fixtures/messages.ts';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import { type StaticServer, startStaticServer } from '../../../tools/fixtures/web/staticServer.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const limit = { timeout: 400_000 };
const isLinux = process.platform === 'linux';
const onLinux = { ...limit, skip: isLinux ? false : 'certificates are in a store of the system' };
/** How long a build and the program's start may take, in milliseconds. */
const buildLimit = 300_000;

const tool = `Console.WriteLine(string.Join("|", args));
Console.Error.WriteLine(Environment.GetEnvironmentVariable("GREETING"));
return 3;
`;

/** The program of a web server that never listens. */
const silent = `Console.WriteLine("at work");
await Task.Delay(-1);
`;

const pages = {
  'staying.html': '<!doctype html><script src="shown.js"></script>',
  // A page may close itself once its history has no empty page.
  'leaving.html': '<!doctype html><script>setInterval(() => window.close(), 100)</script>',
  'asking.html':
    '<!doctype html><script>fetch(`answer?${[confirm("Go on?"), prompt("Name?")]}`)</script>',
  'shown.js': '',
};

const client = { type: 'project', project_path: 'BlazorApp/BlazorApp.csproj' } as const;

let fixture: DotnetFixture;

before(async () => {
  fixture = await DotnetFixture.make();
  await fixture.client('BlazorApp');
  const program = '<OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings>';
  const group = `<PropertyGroup>${program}</PropertyGroup>`;
  await fixture.project('Tool/Tool.csproj', group);
  await fixture.write('Tool/Program.cs', tool);
  await fixture.project('Library/Library.csproj');
  await fixture.project('Wrong/Wrong.csproj', group);
  await fixture.write('Wrong/Program.cs', 'return missing;\n');
  const missing = '<PackageReference Include="No.Such.Package" Version="1.0.0" />';
  await fixture.project(
    'Unrestored/Unrestored.csproj',
    `${group}<ItemGroup>${missing}</ItemGroup>`,
  );
  await fixture.write('Unrestored/Program.cs', 'return 0;\n');
  const runTarget =
    '<Target Name="Own" BeforeTargets="ComputeRunArguments"><Error Text="No." /></Target>';
  await fixture.project('Unrunnable/Unrunnable.csproj', `${group}${runTarget}`);
  await fixture.write('Unrunnable/Program.cs', 'return 0;\n');
  await fixture.write('Torn/Torn.csproj', '<Project Sdk="Microsoft.NET.Sdk">');
  await fixture.sdkProject('Silent', 'Microsoft.NET.Sdk.Web');
  await fixture.write('Silent/Directory.Build.props', `<Project>${group}</Project>`);
  await fixture.write('Silent/Program.cs', silent);
  for (const [name, text] of Object.entries(pages)) await fixture.write(`pages/${name}`, text);
});

after(() => fixture.remove());

interface Started {
  readonly cli: Cli;
  readonly controller: Controller;
}

/** The host in the fixture's folder, with its variables, and a controller of it. */
async function start(context: TestContext): Promise<Started> {
  const { environment, folder } = fixture;
  const cli = await startCli(context, ['serve', '--json', '--workspace', folder], { environment });
  return { cli, controller: await cli.controller() };
}

/** The host ends, and none of its processes or files are left. */
async function end({ cli, controller }: Started): Promise<void> {
  controller.assertClean();
  assert.equal((await cli.end()).code, 0);
  await assertNothingLeft();
}

async function assertNothingLeft(): Promise<void> {
  assert.deepEqual(
    readdirSync(fixture.path('tmp')).filter((name) => name.startsWith('ide-session')),
    [],
  );
  if (process.platform !== 'linux') return;
  await until('no process of the fixture runs', () => fixture.processes().length === 0);
}

async function servePages(context: TestContext): Promise<StaticServer> {
  const server = await startStaticServer(fixture.path('pages'));
  afterTest(context, () => server.close());
  return server;
}

/** The controller's output, without that of builds. */
function told(session: Session): readonly string[] {
  return toldBesideBuilds(session).map(({ message }) => message);
}

/** Resolves to the address that a server reports. */
async function addressOf(session: Session): Promise<string> {
  const find = ({ stdout }: Session) => /Now listening on: (\S+)\s/.exec(stdout)?.[1];
  await session.waitFor((one) => find(one) !== undefined, buildLimit, 'an address');
  return find(session) ?? '';
}

test('a client is built and served without a browser', limit, async (context) => {
  const started = await start(context);
  const { controller } = started;
  const session = await controller.runSession({ launch_configurations: [client] });
  const address = await addressOf(session);
  const pid = await session.started;
  assert.ok(pid !== undefined && isRunning(pid));
  assert.match(await (await fetch(address)).text(), /blazor\.webassembly\.js/);
  assert.deepEqual(told(session), ['BlazorApp runs without a debugger: there is no editor.']);
  assert.ok(session.messages.some(({ message }) => /BlazorApp -> /.test(message)));
  assert.deepEqual(
    readdirSync(fixture.path('tmp')).filter((name) => name.startsWith('ide-session-browser')),
    [],
  );
  assert.equal(await controller.stopSession(session.id), 200);
  assert.deepEqual(await session.terminated, { exitCode: 0 });
  assert.match(session.stdout, /Application is shutting down/);
  assert.ok(!isRunning(pid));
  await assert.rejects(fetch(address));
  await end(started);
});

test('serves a client over http only if there is no certificate', onLinux, async (context) => {
  const started = await start(context);
  const { controller } = started;
  const session = await controller.runSession({
    launch_configurations: [client],
    env: [
      { name: 'ASPNETCORE_URLS', value: 'https://127.0.0.1:0;http://127.0.0.1:0' },
      { name: 'HOME', value: fixture.path('tmp') },
    ],
  });
  const address = await addressOf(session);
  assert.match(address, /^http:/);
  assert.match(await (await fetch(address)).text(), /blazor\.webassembly\.js/);
  await session.waitFor(
    (one) => told(one).some((text) => /^BlazorApp is served without https.*dev-certs/.test(text)),
    buildLimit,
    'the advice',
  );
  await controller.stopSession(session.id);
  assert.deepEqual(await session.terminated, { exitCode: 0 });
  await end(started);
});

test('a program runs with its arguments and variables until it exits', limit, async (context) => {
  const started = await start(context);
  const session = await started.controller.runSession({
    launch_configurations: [{ type: 'project', mode: 'NoDebug', project_path: 'Tool' }],
    args: ['one', 'two words', ''],
    env: [{ name: 'GREETING', value: 'hello' }],
  });
  assert.deepEqual(await session.terminatedWithin(buildLimit), { exitCode: 3 });
  assert.equal(session.stdout, 'one|two words|\n');
  assert.equal(session.stderr, 'hello\n');
  assert.equal(session.pids.length, 1);
  assert.deepEqual(told(session), []);
  await end(started);
});

test(
  'a web server without a client counts as running before it listens',
  limit,
  async (context) => {
    const started = await start(context);
    const { controller } = started;
    const session = await controller.runSession({
      launch_configurations: [{ type: 'project', project_path: 'Silent/Silent.csproj' }],
    });
    await session.waitFor(({ stdout }) => stdout === 'at work\n', buildLimit, 'the output');
    assert.ok((await session.started) !== undefined);
    assert.deepEqual(told(session), ['Silent runs without a debugger: there is no editor.']);
    await controller.stopSession(session.id);
    assert.deepEqual(await session.terminated, { exitCode: 143 });
    await end(started);
  },
);

test("a session that can't be started ends with the reason", limit, async (context) => {
  const started = await start(context);
  const failures = [
    ['ProjectNotRunnable', 'Library/Library.csproj'],
    ['BuildFailed', 'Wrong/Wrong.csproj'],
    ['RestoreFailed', 'Unrestored/Unrestored.csproj'],
    ['ProjectBroken', 'Torn/Torn.csproj'],
    ['RunTargetFailed', 'Unrunnable/Unrunnable.csproj'],
  ] as const;
  for (const [code, project_path] of failures) {
    const session = await started.controller.runSession({
      launch_configurations: [{ type: 'project', mode: 'NoDebug', project_path }],
    });
    assert.deepEqual(await session.terminatedWithin(buildLimit), { exitCode: 1 });
    assert.deepEqual(
      toldBesideBuilds(session).map((message) => message.code),
      [code],
    );
    const { message } = session.messages.at(-1) ?? { message: '' };
    assert.equal(session.stderr, `${message.trimEnd()}\n`);
    await until('the log names the failure', () =>
      started.cli.stderr.includes(`error Session ${session.id} (`),
    );
    assert.equal(session.starts, 0);
  }
  await end(started);
});

test('a page is shown without a debugger until it is stopped', limit, async (context) => {
  const server = await servePages(context);
  const started = await start(context);
  const { controller } = started;
  const session = await controller.runSession({
    launch_configurations: [{ type: 'browser', url: `${server.url}staying.html` }],
  });
  await until('the page is shown', () => server.requests.includes('/shown.js'));
  const pid = await session.started;
  assert.ok(pid !== undefined && isRunning(pid));
  assert.equal(told(session).length, 1);
  await controller.stopSession(session.id);
  await session.terminated;
  assert.ok(!isRunning(pid));
  await end(started);
});

test('the dialogs of a page are dismissed and logged', limit, async (context) => {
  const server = await servePages(context);
  const started = await start(context);
  const { cli, controller } = started;
  const session = await controller.runSession({
    launch_configurations: [{ type: 'browser', url: `${server.url}asking.html` }],
  });
  await until('the page has its answers', () => server.requests.includes('/answer?false,'));
  const { host } = new URL(server.url);
  for (const dialog of ['confirm("Go on?")', 'prompt("Name?")']) {
    const line = `info A dialog of the page at ${host} was dismissed: ${dialog}.`;
    await until(`${dialog} is logged`, () => cli.stderr.includes(line));
  }
  await controller.stopSession(session.id);
  await session.terminated;
  await end(started);
});

test('closing a browser ends its session', limit, async (context) => {
  const server = await servePages(context);
  const started = await start(context);
  const session = await started.controller.runSession({
    launch_configurations: [
      { type: 'browser', mode: 'NoDebug', url: `${server.url}leaving.html`, browser: 'chrome' },
    ],
  });
  assert.deepEqual(await session.terminatedWithin(buildLimit), { exitCode: 0 });
  assert.equal(session.pids.length, 1);
  await end(started);
});

test('ending the host ends its servers and browsers', limit, async (context) => {
  const server = await servePages(context);
  const started = await start(context);
  const { cli, controller } = started;
  const served = await controller.runSession({ launch_configurations: [client] });
  const shown = await controller.runSession({
    launch_configurations: [{ type: 'browser', url: `${server.url}staying.html` }],
  });
  const address = await addressOf(served);
  const pids = await Promise.all([served.started, shown.started]);
  const { code } = await cli.end();
  assert.equal(code, 0);
  for (const pid of pids) assert.ok(pid !== undefined && !isRunning(pid));
  await assert.rejects(fetch(address));
  await assertNothingLeft();
});
