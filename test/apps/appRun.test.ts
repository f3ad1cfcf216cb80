import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppRun } from '../../src/apps/appRun.ts';
import type { HumanError } from '../../src/common/humanError.ts';
import { ManualClock } from '../support/manualClock.ts';

test('a launch that fails unexpectedly says which app it was, and why', async () => {
  const projects = {
    with: () => {
      throw new TypeError('no such thing');
    },
  };
  const parts = { host: { clock: new ManualClock() }, tools: { projects } };
  const plan = { kind: 'project', name: 'Shop', project: '/srv/Shop.csproj', mode: 'Debug' };
  const failures: HumanError[] = [];
  const events = {
    waiting: () => undefined,
    failed: (error: HumanError) => void failures.push(error),
  };
  await new AppRun(plan as never, parts as never, events as never).begin();
  assert.deepEqual(
    failures.map(({ code, message }) => [code, message]),
    [
      [
        'LaunchFailed',
        'Shop could not be launched: no such thing. Start it again. If it fails again, see the log of IDE Session Host.',
      ],
    ],
  );
});
