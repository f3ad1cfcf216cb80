import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  UnreachedNodes,
  type UnreachedNode,
} from '../../../src/processes/inspector/unreachedNodes.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { knownPid } from '../../../tools/fixtures/processes/knownPid.ts';
import { ownEnvironment, runCommand } from '../../../tools/fixtures/processes/programs.ts';
import { until } from '../../../tools/fixtures/waiting.ts';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const onLinux = { skip: process.platform !== 'linux', timeout: 240_000 };
const preload = '/opt/debugger/preload.cjs';

/** Runs a shell script in which `$0` is Node and `$1` a script that prints its name and waits. */
async function watched(context: TestContext, script: string) {
  const folder = await temporaryFolder(context);
  const waiting = join(folder, 'app.js');
  await writeFile(waiting, "console.log('up'); setInterval(() => {}, 1_000);");
  // NODE_OPTIONS names the script without loading it.
  const environment = { ...ownEnvironment, NODE_OPTIONS: `--title=${preload}` };
  const args = ['-c', script, process.execPath, waiting];
  const program = runCommand(context, 'sh', args, { environment });
  const found: UnreachedNode[] = [];
  const clock = new ManualClock();
  await until('it has started', () => program.pids.length > 0);
  const nodes = new UnreachedNodes(knownPid(program.pids[0]), clock, [preload], (one) =>
    found.push(one),
  );
  afterTest(context, () => nodes.dispose());
  const look = async (): Promise<void> => {
    clock.advance(2_000);
    await until('the processes are checked', () => clock.pending === 1);
  };
  return { clock, found, look, nodes, program };
}

test('a Node process whose options were replaced is named once', onLinux, async (context) => {
  const script = '"$0" "$1" & NODE_OPTIONS=--no-warnings "$0" "$1" secret & wait';
  const { found, look, program } = await watched(context, script);
  await program.lines(2);
  await look();
  assert.equal(found.length, 0);
  await look();
  await look();
  assert.deepEqual(
    found.map((one) => one.script),
    ['app.js'],
  );
  assert.notEqual(found[0]?.pid, program.pids[0]);
});

test('one that starts later is named too, but never its code', onLinux, async (context) => {
  const later = `env -u NODE_OPTIONS "$0" -e "console.log('up'); setInterval(() => {}, 1_000)"`;
  const { found, look, program } = await watched(context, `"$0" -e 0; ${later}; wait`);
  await look();
  await program.lines(1);
  await look();
  await look();
  assert.deepEqual(
    found.map((one) => one.script),
    [undefined],
  );
});

test('other programs and short-lived processes are not named', onLinux, async (context) => {
  // Variables like js-debug's own, with which it finds a process.
  const own = 'NODE_INSPECTOR_INFO={} NODE_OPTIONS= "$0" "$1" &';
  const script = `NODE_OPTIONS= sleep 60 & ${own} NODE_OPTIONS= "$0" -e 0; echo done; wait`;
  const { found, look, program } = await watched(context, script);
  await program.lines(2);
  await look();
  await look();
  assert.equal(found.length, 0);
});

test('nothing is reported after disposal', onLinux, async (context) => {
  const { clock, found, look, nodes, program } = await watched(
    context,
    'NODE_OPTIONS= "$0" "$1" & wait',
  );
  await program.lines(1);
  await look();
  nodes.dispose();
  clock.advance(10_000);
  assert.deepEqual([found, clock.pending], [[], 0]);
});
