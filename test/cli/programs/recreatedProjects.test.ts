// A project of the SDK's template that changes while it runs: out of date, recreated, restarted.

import assert from 'node:assert/strict';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { ResourceClient } from '../../../src/api/client/resourceClient.ts';
import type { Session } from '../../../src/cli/sessions/session.ts';
import { getOutOfDate, recreatedCondition } from '../../../src/protocol/ideSession.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { type Cli, startCli } from '../../../tools/fixtures/processes/cli.ts';
import { connectTo, createCommands } from '../../../tools/fixtures/processes/hostedCli.ts';
import { isRunning } from '../../../tools/fixtures/processes/processes.ts';
import { replaceIn } from '../../../tools/fixtures/replaceIn.ts';
import { pollUntil, until } from '../../../tools/fixtures/waiting.ts';

/** How long a build and the program's start may take, in milliseconds. */
const buildLimit = 300_000;

/** A running server of the template, and the command line of its user. */
class RunningServer {
  readonly fixture: DotnetFixture;
  readonly run: ReturnType<typeof createCommands>['run'];
  readonly #cli: Cli;
  readonly #sessions: ResourceClient<Session>;

  private constructor(
    context: TestContext,
    fixture: DotnetFixture,
    cli: Cli,
    sessions: ResourceClient<Session>,
  ) {
    this.fixture = fixture;
    this.run = createCommands(context, join(cli.folder, 'run'), fixture.folder).run;
    this.#cli = cli;
    this.#sessions = sessions;
  }

  static async start(context: TestContext): Promise<RunningServer> {
    const fixture = await DotnetFixture.of(context);
    await fixture.server('Shop');
    const { environment, folder } = fixture;
    const args = ['serve', '--json', '--workspace', folder];
    const cli = await startCli(context, args, { environment });
    await cli.variables();
    const server = new RunningServer(context, fixture, cli, await connectTo(context, cli.folder));
    await server.command('start', 'Shop', '--name', 'shop', '--detach');
    await server.untilAnswers('Hello World!');
    return server;
  }

  /** Runs a command about sessions, which must succeed. */
  async command(...args: readonly string[]): Promise<void> {
    const { code, stderr } = await this.run(['sessions', ...args]);
    assert.equal(code, 0, stderr);
  }

  session(): Promise<Session> {
    return this.#sessions.get('shop');
  }

  /** Why the session is out of date; none if it isn't. */
  async outOfDate(): Promise<string | undefined> {
    return getOutOfDate(await this.session())?.message;
  }

  async untilOutOfDate(message: string | undefined): Promise<void> {
    await until(`it says: ${message}`, async () => (await this.outOfDate()) === message);
  }

  /** What the server answers; empty if it doesn't. */
  async answer(): Promise<string> {
    const settings = await readFile(this.file('Properties/launchSettings.json'), 'utf8');
    const [address = ''] = /http:[^";]+/.exec(settings) ?? [];
    return fetch(address).then(
      (answer) => answer.text(),
      () => '',
    );
  }

  untilAnswers(text: string): Promise<void> {
    return pollUntil(`it answers: ${text}`, buildLimit, async () => (await this.answer()) === text);
  }

  file(name: string): string {
    return this.fixture.path('Shop', name);
  }

  async end(): Promise<void> {
    assert.equal((await this.#cli.end()).code, 0);
  }
}

function recreatedOf({ status }: Session) {
  return status?.conditions?.find(({ type }) => type === recreatedCondition);
}

test(
  'a changed project is out of date, and replaced once it is built',
  { timeout: 900_000 },
  async (context) => {
    const server = await RunningServer.start(context);
    const program = server.file('Program.cs');
    const settings = server.file('appsettings.json');
    const stock = await readFile(settings, 'utf8');
    assert.equal(await server.outOfDate(), undefined);

    // The touched file is checked together with the changed one.
    const now = new Date();
    await utimes(program, now, now);
    await writeFile(settings, `${stock}\n`);
    await server.untilOutOfDate('appsettings.json has changed since the program was started.');
    await writeFile(settings, stock);
    await server.untilOutOfDate(undefined);

    await replaceIn(program, '"Hello World!"', 'missing');
    const changed = 'Program.cs has changed since the program was started.';
    await server.untilOutOfDate(changed);
    const { pid = 0 } = (await server.session()).status ?? {};
    const { code, stderr } = await server.run(['sessions', 'recreate', 'shop', '--follow']);
    assert.equal(code, 1);
    assert.match(stderr, /Program\.cs\(\d+,\d+\): error CS0103[^]*Shop\.csproj could not be built/);
    const kept = await server.session();
    assert.ok(isRunning(pid));
    assert.equal(kept.status?.pid, pid);
    assert.equal(recreatedOf(kept)?.status, 'False');
    assert.match(recreatedOf(kept)?.message ?? '', /runs on\. Shop\.csproj could not be built/);
    assert.equal(getOutOfDate(kept)?.message, changed);
    assert.equal(await server.answer(), 'Hello World!');

    await replaceIn(program, 'missing', '"Repaired"');
    await server.command('recreate', 'shop', '--follow');
    await server.untilAnswers('Repaired');
    assert.ok(!isRunning(pid));
    const replaced = await server.session();
    assert.equal(recreatedOf(replaced)?.status, 'True');
    assert.equal(getOutOfDate(replaced), undefined);

    await replaceIn(program, 'Repaired', 'Restarted');
    await server.untilOutOfDate(changed);
    await server.command('restart', 'shop');
    await server.untilAnswers('Restarted');
    assert.equal(await server.outOfDate(), undefined);
    await server.end();
  },
);
