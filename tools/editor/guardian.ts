// The process between a test and the editor that it starts. It ends the editor, whatever the editor started and their
// files when it is told to, and just the same when the test has died and can tell nobody.

import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

import { kill, killMarked, type MarkedProcess, markName, waitForMarkedToEnd } from './leftovers.ts';

// The editor gives extensions five seconds to deactivate, and a busy machine takes longer than that.
const endMilliseconds = 15_000;

/** What the guardian is asked to run: one command after the other, each only if the one before succeeded. */
export interface GuardianPlan {
  /** Removed at the end; its path marks all processes. */
  readonly folder: string;
  readonly commands: readonly (readonly [command: string, ...commandArguments: string[]])[];
  readonly environment: NodeJS.ProcessEnv;
}

/** What a test tells its guardian. */
export type GuardianRequest = { readonly plan: GuardianPlan } | 'end';

/** What the guardian tells its test at the end: the processes that did not end by themselves and were killed. */
export interface GuardianReport {
  readonly killed: readonly MarkedProcess[];
}

let plan: GuardianPlan | undefined;
let child: ChildProcess | undefined;
let ending = false;

process.on('message', (request: GuardianRequest) => {
  if (request === 'end') void end();
  else void carryOut(request.plan);
});
process.on('disconnect', () => void end());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
// Nobody reads the output of a test that has died.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

async function carryOut(newPlan: GuardianPlan): Promise<void> {
  plan = newPlan;
  for (const [command, ...commandArguments] of newPlan.commands) {
    if (ending) return;
    const code = await run(newPlan, command, commandArguments);
    if (code !== 0) break;
  }
  // A closed output is how the test learns that the editor is gone.
  if (!ending) await end();
}

function run(
  current: GuardianPlan,
  command: string,
  commandArguments: string[],
): Promise<number | null> {
  return new Promise((resolve) => {
    child = spawn(command, commandArguments, {
      cwd: current.folder,
      env: { ...current.environment, [markName]: current.folder },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    child.once('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(null);
    });
    child.once('exit', resolve);
  });
}

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  let killed: MarkedProcess[] = [];
  // Only the server: what it runs ends as it does when a user stops the server.
  if (child?.pid !== undefined) kill(child.pid, 'SIGTERM');
  if (plan) {
    killed = await waitForMarkedToEnd(plan.folder, endMilliseconds);
    if (child?.pid !== undefined) kill(-child.pid, 'SIGKILL');
    await killMarked(plan.folder);
    rmSync(plan.folder, { recursive: true, force: true, maxRetries: 5 });
  }
  const report: GuardianReport = { killed };
  if (process.connected) process.send?.(report, () => process.exit());
  else process.exit();
}
