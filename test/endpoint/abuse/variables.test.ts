import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { goodRun, openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { openProgramFixture } from '../../../tools/fixtures/processes/programFixture.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

test('variables that change which code a program loads are passed on, and only their names are logged', async (context) => {
  const { fixture, workspace } = await openProgramFixture(context);
  await writeFile(join(workspace, 'app.js'), 'console.log("app")');
  await writeFile(join(workspace, 'hook.cjs'), 'console.log("hook")');
  const hook = join(workspace, 'hook.cjs');
  const controller = fixture.controller();
  await controller.connect();
  const session = await controller.runSession({
    launch_configurations: [{ type: 'node', script_path: 'app.js' }],
    env: [
      { name: 'PATH', value: process.env['PATH'] ?? '' },
      { name: 'NODE_OPTIONS', value: `--require ${JSON.stringify(hook)}` },
      { name: 'LD_FORGED\n2026-01-01T00:00:00Z error \u001b[2J', value: 'x' },
      { name: 'OTHER', value: 'unnamed' },
    ],
  });
  assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
  assert.equal(session.stdout, 'hook\napp\n');
  const logged = fixture.log.lines.filter((line) => line.includes(session.id));
  assert.deepEqual(logged, [
    `info Session ${session.id} sets variables that change which code is loaded: NODE_OPTIONS, LD_FORGED\n2026-01-01T00:00:00Z error \u001b[2J.`,
  ]);
  for (const hidden of [hook, 'OTHER', 'unnamed']) {
    assert.ok(!fixture.log.lines.join('\n').includes(hidden));
  }
});

test('variables named like properties of Object.prototype are passed to the program', async (context) => {
  const { fixture, workspace } = await openProgramFixture(context);
  const text = `for (const name of ['__proto__', 'constructor', 'toString'])
    console.log(Object.getOwnPropertyDescriptor(process.env, name)?.value);`;
  await writeFile(join(workspace, 'app.js'), text);
  const controller = fixture.controller();
  await controller.connect();
  const env = ['__proto__', 'constructor', 'toString'].map((name) => ({
    name,
    value: `<${name}>`,
  }));
  const launch_configurations = [{ type: 'node', script_path: 'app.js' }];
  const session = await controller.runSession({ launch_configurations, env });
  assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
  assert.equal(session.stdout, '<__proto__>\n<constructor>\n<toString>\n');
});

test('many long variable names are shortened in the log', async (context) => {
  const fixture = await openEndpoint(context);
  const env = Array.from({ length: 1000 }, (_, index) => ({
    name: `LD_${index}${'A'.repeat(1000)}`,
    value: '',
  }));
  const { id } = await fixture.controller().runSession({ ...goodRun, env });
  await until('the session was run', () => fixture.runner.find(id) !== undefined);
  const line = fixture.log.lines.find((one) => one.includes('which code is loaded')) ?? '';
  assert.match(line, /: LD_0A+…A+, .* and 980 more\.$/);
  assert.ok(line.length < 3000);
});
