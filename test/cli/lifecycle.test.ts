import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type HostedCli, startHostedCli } from '../../tools/fixtures/processes/hostedCli.ts';
import { writeProgram } from '../../tools/fixtures/processes/samplePrograms.ts';
import { until } from '../../tools/fixtures/waiting.ts';

const start = ['sessions', 'start', 'waiting.js', '--detach', '--name'];

/** Starts a host with rules, and the session `first` whose program only waits. */
async function startFirst(context: TestContext, rules: readonly string[]): Promise<HostedCli> {
  const hosted = await startHostedCli(context, undefined, rules);
  await writeProgram(hosted.folder, 'waiting');
  assert.equal((await hosted.run([...start, 'first'])).code, 0);
  return hosted;
}

async function describe({ run }: HostedCli, name: string): Promise<string> {
  return (await run(['sessions', 'describe', name])).stdout;
}

test('a session is described with the time at which it will be stopped', async (context) => {
  const hosted = await startFirst(context, ['--idle-stop', '30m', '--max-sessions', '1']);
  const planned =
    /^Lifecycle: +The session will be stopped at \S+Z if it stays idle, which it may be for 30 minutes\.$/m;
  await until('the program runs', async () => planned.test(await describe(hosted, 'first')));
  await hosted.run([...start, 'second']);
  await until('the second one failed', async () =>
    /^State: +Failed$/m.test(await describe(hosted, 'second')),
  );
  assert.match(await describe(hosted, 'second'), /^Message: .*no more than 1 may run/m);
  assert.match(await describe(hosted, 'first'), /^State: +Running$/m);
});

test('an idle session is stopped, and described with the reason', async (context) => {
  const hosted = await startFirst(context, ['--idle-stop', '1']);
  await until('it was stopped', async () =>
    /^State: +Stopped$/m.test(await describe(hosted, 'first')),
  );
  assert.match(
    await describe(hosted, 'first'),
    /^Lifecycle: +The session was stopped because it was idle for 1 second\.$/m,
  );
});
