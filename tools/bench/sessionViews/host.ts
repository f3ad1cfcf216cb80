import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { SessionHost } from '../../../src/host/sessionHost.ts';
import { createLaunchCheck } from '../../../src/host/launchCheck.ts';
import { defaultSettings } from '../../../src/host/settings.ts';
import { Controller } from '../../controller/controller.ts';
import { afterTest } from '../../fixtures/afterTest.ts';
import { RecordingLog } from '../../fixtures/recordingLog.ts';
import { type FakeRun, FakeRunner } from '../../fixtures/sessions/fakeRunner.ts';
import { completeLaunchTypes } from '../../fixtures/sessions/launchTypes.ts';
import { temporaryFolder } from '../../fixtures/temporaryFolder.ts';
import { until } from '../../fixtures/waiting.ts';

/** A host without programs, and its controller. */
export interface ViewedHost {
  readonly host: SessionHost;
  readonly controller: Controller;
  /** Requests a session; resolves to its run, whose process has not started. */
  begin(): Promise<FakeRun>;
}

const script = 'app.js';

/** Opens a host for a part of the benchmark. */
export async function openViewedHost(context: TestContext): Promise<ViewedHost> {
  const workspace = await temporaryFolder(context);
  await writeFile(join(workspace, script), '');
  const runner = new FakeRunner();
  runner.onStop = ({ events }) => events.ended(0);
  const host = await SessionHost.open({
    runner,
    launchTypes: completeLaunchTypes({
      workspace,
      environment: { PATH: process.env['PATH'] },
      platform: process.platform,
    }),
    checkLaunch: createLaunchCheck({
      clock: systemClock,
      hasDebugger: () => true,
      hasOtherSearchPath: () => false,
    }),
    settings: defaultSettings,
    clock: systemClock,
    log: new RecordingLog(),
    logFolder: join(workspace, 'logs'),
    port: 0,
  });
  afterTest(context, () => host.close());
  const controller = Controller.fromEnvironment(host.environment('NoDebug'));
  await controller.connect();
  afterTest(context, () => controller.disconnect());
  return {
    host,
    controller,
    async begin() {
      const launch = { type: 'node', script_path: join(workspace, script) };
      const { id } = await controller.runSession({ launch_configurations: [launch] });
      await until('the session runs', () => runner.find(id) !== undefined);
      return runner.of(id);
    },
  };
}
