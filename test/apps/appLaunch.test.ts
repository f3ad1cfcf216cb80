import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppLaunch } from '../../src/apps/appLaunch.ts';
import { ManualClock } from '../../tools/fixtures/time/manualClock.ts';

test('an unexpected launch failure names the app and the reason', async () => {
  const projects = {
    with: () => {
      throw new TypeError('no such thing');
    },
  };
  const options = { host: { clock: new ManualClock() }, tools: { projects } };
  const plan = { kind: 'project', name: 'Shop', project: '/srv/Shop.csproj', mode: 'Debug' };
  const events = { waiting: () => undefined };
  const launch = new AppLaunch(plan as never, options as never, events as never);
  await assert.rejects(launch.exited, {
    code: 'LaunchFailed',
    message:
      'Shop could not be launched: no such thing. Start it again. If it fails again, see the log of IDE Session Host.',
  });
});
