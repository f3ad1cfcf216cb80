import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join, sep } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { projectFolder } from '../../tools/setup/node.mjs';
import { withoutNpmVariables } from '../../tools/setup/npmVariables.mjs';
import { afterTest } from '../../tools/fixtures/afterTest.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';

const run = promisify(execFile);

/** The variables of these tests without npm's, so that this project's Node is not found. */
export function userEnvironment(): NodeJS.ProcessEnv {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const PATH = folders.filter((folder) => !folder.split(sep).includes('node_modules'));
  return { ...withoutNpmVariables(process.env), PATH: PATH.join(delimiter) };
}

/**
 * Runs `npm start -- --headless` in a clone of the checkout's HEAD, which must succeed. Returns its
 * output.
 */
export async function startFreshClone(
  context: TestContext,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const env = withoutOwnVariables(environment);
  const clone = join(await temporaryFolder(context), 'clone');
  await run('git', ['clone', '--quiet', projectFolder, clone]);
  const { stdout: node } = await run('node', ['-p', 'process.execPath'], { env });
  assert.doesNotMatch(node, /node_modules/, 'The Node of the system is missing.');
  const npm = spawn('npm', ['start', '--', '--headless'], {
    cwd: clone,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  endAfter(context, npm);
  let output = '';
  for (const stream of [npm.stdout, npm.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  await once(npm, 'close');
  assert.equal(npm.exitCode, 0, output);
  assert.match(output, /^editor: stopped at /m);
  return output;
}

/** Removes variables that the tests have set for themselves. */
function withoutOwnVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own =
    /^(NODE_OPTIONS|NODE_TEST_CONTEXT|NODE_V8_COVERAGE|UseSharedCompilation|DOTNET_TieredPGO|DOTNET_TC_CallCountingDelayMs|DEBUG_SESSION_.*)$/i;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !own.test(name)));
}

function endAfter(context: TestContext, child: ChildProcess): void {
  afterTest(context, async () => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const ended = once(child, 'close');
    process.kill(-child.pid, 'SIGTERM');
    await ended;
  });
}
