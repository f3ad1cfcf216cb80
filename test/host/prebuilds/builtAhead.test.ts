// Projects that are really built ahead, and launched from what was built.

import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import { DisposableStore } from '../../../src/common/disposable.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { createApps } from '../../../src/cli/apps.ts';
import { HostPrebuilds } from '../../../src/host/prebuilds/hostPrebuilds.ts';
import { createPlainRunner } from '../../../src/processes/plainRunner.ts';
import { getPreparation, isUnclaimed } from '../../../src/protocol/ideSession.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { completeLaunchTypes } from '../../../tools/fixtures/sessions/launchTypes.ts';
import {
  openFixture,
  type SessionFixture,
} from '../../../tools/fixtures/sessions/sessionFixture.ts';
import { pollUntil } from '../../../tools/fixtures/waiting.ts';

const limit = { timeout: 600_000 };
/** How long a build may take, in milliseconds. */
const buildLimit = 300_000;

const executable = '<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>';

/** A program that is kept prepared, without regard to the load of the machine. */
class Program {
  readonly dotnet: DotnetFixture;
  readonly sessions: SessionFixture;

  private constructor(dotnet: DotnetFixture, sessions: SessionFixture) {
    this.dotnet = dotnet;
    this.sessions = sessions;
  }

  static async keep(context: TestContext): Promise<Program> {
    const dotnet = await DotnetFixture.of(context);
    const project = await dotnet.project('Tool/Tool.csproj', executable);
    const resources = new DisposableStore();
    afterTest(context, () => resources.dispose());
    const { launchContext } = dotnet.dotnet;
    const programs = { clock: systemClock, watchdog: noWatchdog, grace: () => 1_000 };
    const log = new RecordingLog();
    const { launcher, prebuildTools } = createApps(launchContext, programs, log, resources);
    const runner = createPlainRunner(launchContext, programs, launcher);
    const sessions = await openFixture(context, { runner, clock: systemClock });
    const program = new Program(dotnet, sessions);
    await program.write('one');
    const prebuilds = new HostPrebuilds({
      sessions: sessions.sessions,
      launchTypes: completeLaunchTypes(launchContext),
      tools: { ...prebuildTools, isLoaded: () => false },
      observer: { prepared() {}, requested() {} },
      clock: systemClock,
      log,
    });
    afterTest(context, () => prebuilds.close());
    await prebuilds.keep([{ path: project }]);
    return program;
  }

  write(text: string): Promise<string> {
    return this.dotnet.write('Tool/Program.cs', `System.Console.WriteLine("${text}");\n`);
  }

  get reason(): string | undefined {
    const session = this.sessions.sessions.list().find(isUnclaimed);
    return session && getPreparation(session)?.reason;
  }

  /** Waits until the project is built ahead. */
  ready(): Promise<void> {
    return pollUntil('it is built ahead', buildLimit, () => this.reason === 'Ready');
  }

  /** Runs the program for a controller, and resolves to the name of its session. */
  async run(): Promise<string> {
    const { sessions } = this.sessions;
    const launchConfiguration = { type: 'project', project_path: 'Tool' };
    const owner = { kind: 'controller', instanceId: 'shop' } as const;
    const { name } = sessions.create(owner, { launchConfiguration, env: [] }).metadata;
    sessions.start(name);
    await pollUntil('it has ended', buildLimit, () => this.sessions.state(name) === 'Stopped');
    return name;
  }

  /** What the program of a session wrote. */
  output(name: string): string {
    return this.sessions
      .notifications(name)
      .flatMap((one) => (one.notification_type === 'serviceLogs' ? [one.log_message] : []))
      .join('\n');
  }

  /** When the program was last built. */
  async builtAt(): Promise<number> {
    return (await stat(this.dotnet.path('Tool/bin/Debug/net10.0/Tool.dll'))).mtimeMs;
  }
}

test('a changed program runs from what was built ahead', limit, async (context) => {
  const program = await Program.keep(context);
  await program.ready();
  const first = await program.builtAt();
  await program.write('two');
  await pollUntil('the change is noticed', buildLimit, () => program.reason !== 'Ready');
  await program.ready();
  const second = await program.builtAt();
  assert.ok(second > first);
  const name = await program.run();
  assert.match(program.output(name), /^two$/m);
  assert.equal(getPreparation(program.sessions.session(name))?.reason, 'Claimed');
  assert.equal(await program.builtAt(), second);
});
