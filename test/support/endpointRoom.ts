import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Clock, systemClock } from '../../src/common/clock.ts';
import { SessionHost } from '../../src/host/sessionHost.ts';
import { defaultSettings, type HostSettings } from '../../src/host/settings.ts';
import type { LaunchCheck } from '../../src/launch/launchPlan.ts';
import type { LaunchTypes } from '../../src/launch/launchTypes.ts';
import type { Runner } from '../../src/sessions/runner.ts';
import { Controller, type ControllerOptions } from '../controller/controller.ts';
import { afterTest } from './afterTest.ts';
import { FakeRunner } from './fakeRunner.ts';
import { completeLaunchTypes } from './launchTypes.ts';
import { RecordingLog } from './recordingLog.ts';
import { temporaryFolder } from './temporaryFolder.ts';

export interface EndpointRoomOptions {
  readonly settings?: Partial<HostSettings>;
  readonly clock?: Clock;
  /** What can be launched, if not all that is built in. */
  readonly launchTypes?: LaunchTypes;
  /** What is known to fail, if anything. */
  readonly checkLaunch?: LaunchCheck;
  readonly workspaceOf?: (instanceId: string) => string | undefined;
  /** What runs the sessions instead of the fake runner. */
  readonly runner?: Runner;
  readonly port?: number;
  readonly stateFile?: string;
}

/** A launch that the endpoint accepts. */
export const goodRun = { launch_configurations: [{ type: 'node', script_path: 'app.js' }] };

/** A real host on real sockets, with a fake runner behind it unless a test brings its own. */
export class EndpointRoom {
  readonly host: SessionHost;
  readonly runner: FakeRunner;
  readonly log: RecordingLog;
  /** The folder that relative paths start from. */
  readonly workspace: string;
  readonly #context: TestContext;

  constructor(
    host: SessionHost,
    runner: FakeRunner,
    log: RecordingLog,
    workspace: string,
    context: TestContext,
  ) {
    this.host = host;
    this.runner = runner;
    this.log = log;
    this.workspace = workspace;
    this.#context = context;
  }

  get logFolder(): string {
    return join(this.workspace, 'logs');
  }

  get port(): number {
    return this.host.endpoint.port;
  }

  get token(): string {
    return this.host.endpoint.token.reveal();
  }

  /** A controller that finds the host by its variables, and is gone after the test. */
  controller(options: ControllerOptions = {}): Controller {
    const controller = Controller.fromEnvironment(this.host.environment('Debug'), options);
    afterTest(this.#context, () => controller.vanish());
    return controller;
  }
}

/** Opens a host for one test. It is closed after the test, and must not have logged its token. */
export async function openEndpoint(
  context: TestContext,
  options: EndpointRoomOptions = {},
): Promise<EndpointRoom> {
  const fake = new FakeRunner();
  fake.onStop = (run) => run.events.ended(143);
  const log = new RecordingLog();
  const workspace = await temporaryFolder(context);
  const host = await SessionHost.open({
    runner: options.runner ?? fake,
    launchTypes:
      options.launchTypes ??
      completeLaunchTypes({
        workspace,
        environment: process.env,
        platform: process.platform,
      }),
    checkLaunch: options.checkLaunch ?? (() => Promise.resolve()),
    ...(options.workspaceOf && { workspaceOf: options.workspaceOf }),
    settings: { ...defaultSettings, ...options.settings },
    clock: options.clock ?? systemClock,
    log,
    logFolder: join(workspace, 'logs'),
    port: options.port ?? 0,
    stateFile: options.stateFile,
  });
  afterTest(context, async () => {
    await host.close();
    const logged = log.lines.join('\n');
    assert.ok(!logged.includes(host.endpoint.token.reveal()), 'The token was logged.');
  });
  return new EndpointRoom(host, fake, log, workspace, context);
}
