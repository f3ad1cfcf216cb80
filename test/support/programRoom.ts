import type { TestContext } from 'node:test';
import { systemClock } from '../../src/common/clock.ts';
import { createPlainRunner } from '../../src/processes/plainRunner.ts';
import { type EndpointRoom, openEndpoint } from './endpointRoom.ts';
import { completeLaunchTypes } from './launchTypes.ts';
import { noWatchdog } from './noWatchdog.ts';
import { ownEnvironment } from './programs.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** A host on real sockets that runs real programs, with the workspace that they are in. */
export async function openProgramRoom(
  context: TestContext,
): Promise<{ readonly room: EndpointRoom; readonly workspace: string }> {
  const workspace = await temporaryFolder(context);
  const surroundings = { workspace, environment: ownEnvironment, platform: process.platform };
  const options = { clock: systemClock, grace: () => 1_000, watchdog: noWatchdog };
  const runner = createPlainRunner(surroundings, options, () => {
    throw new Error('No app is run here.');
  });
  const room = await openEndpoint(context, {
    runner,
    launchTypes: completeLaunchTypes(surroundings),
  });
  return { room, workspace };
}
