import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../../src/common/clock.ts';
import { createPlainRunner } from '../../../src/processes/plainRunner.ts';
import { isTerminal } from '../../../src/sessions/stateTable.ts';
import type { Controller } from '../../../tools/controller/controller.ts';
import type { Session } from '../../../tools/controller/session.ts';
import { openEndpoint } from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const count = 100;

const program = `
const number = Number(process.argv[2]);
for (let line = 0; line < 5; line++) {
  process.stdout.write('out ' + number + ' ' + line + '\\n');
  process.stderr.write('err ' + number + ' ' + line + '\\n');
}
process.stdout.write('at last é');
process.exitCode = number;
`;

function linesOf(stream: string, number: number): string {
  return Array.from({ length: 5 }, (_, line) => `${stream} ${number} ${line}\n`).join('');
}

async function openReal(context: TestContext) {
  const workspace = await temporaryFolder(context);
  await writeFile(join(workspace, 'program.js'), program);
  const launchContext = { workspace, environment: process.env, platform: process.platform };
  const runner = createPlainRunner(
    launchContext,
    { clock: systemClock, watchdog: noWatchdog, grace: () => 5000 },
    { launch: () => assert.fail('no app is run') },
  );
  return { workspace, fixture: await openEndpoint(context, { runner }) };
}

async function runNumbered(
  controller: Controller,
  workspace: string,
  number: number,
): Promise<[number: number, session: Session]> {
  const session = await controller.runSession({
    launch_configurations: [
      { type: 'node', script_path: join(workspace, 'program.js'), mode: 'NoDebug' },
    ],
    args: [String(number)],
  });
  return [number, session];
}

function assertComplete(number: number, session: Session): void {
  assert.deepEqual(session.termination, { exitCode: number });
  assert.equal(session.starts, 1);
  assert.equal(session.stdout, `${linesOf('out', number)}at last é\n`);
  assert.equal(session.stderr, linesOf('err', number));
}

test(`each of ${count} concurrent sessions of two controllers is complete`, async (context) => {
  const { fixture, workspace } = await openReal(context);
  const controllers = [fixture.controller(), fixture.controller()];
  await Promise.all(controllers.map((controller) => controller.connect()));
  const started = await Promise.all(
    Array.from({ length: count }, (_, index) => {
      const controller = controllers[index % controllers.length] ?? fixture.controller();
      return runNumbered(controller, workspace, index);
    }),
  );
  for (const [number, session] of started) {
    await session.terminatedWithin(60_000);
    assertComplete(number, session);
  }
  const pids = started.flatMap(([, session]) => session.pids);
  assert.equal(new Set(pids).size, count);
  for (const controller of controllers) {
    await controller.roundTrip();
    controller.assertClean();
  }
});

test('sessions whose controller connects only after they have ended are complete, too', async (context) => {
  const { fixture, workspace } = await openReal(context);
  const controller = fixture.controller();
  const numbers = [1, 2, 3, 255];
  const started = await Promise.all(
    numbers.map((number) => runNumbered(controller, workspace, number)),
  );
  await until('every program has ended', () =>
    fixture.host.sessions.list().every(({ status }) => isTerminal(status.state)),
  );
  await controller.connect();
  for (const [number, session] of started) {
    await session.terminatedWithin();
    assertComplete(number, session);
  }
  controller.assertClean();
});
