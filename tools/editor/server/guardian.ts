// The process between a test and its editor. It ends the editor and everything the editor started,
// and removes their files, on request and when the test has died.

import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

import {
  kill,
  killMarked,
  type MarkedProcess,
  markName,
  waitForMarkedToEnd,
} from '../leftovers.ts';

// The editor gives extensions five seconds to deactivate, and a busy machine takes longer than
// that.
const endMilliseconds = 15_000;

/**
 * The guardian's plan: commands that run one after the other, each only if the previous one
 * succeeded.
 */
export interface GuardianPlan {
  /** Removed at the end; its path marks all processes. */
  readonly folder: string;
  readonly commands: readonly (readonly [command: string, ...commandArguments: string[]])[];
  readonly environment: NodeJS.ProcessEnv;
}

/** The test's messages to its guardian. */
export type GuardianRequest = { readonly plan: GuardianPlan } | 'end';

/**
 * The guardian's message at the end: the processes that did not end by themselves and were killed.
 */
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
// The output of a test that has died is not read.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

async function carryOut(newPlan: GuardianPlan): Promise<void> {
  plan = newPlan;
  for (const [command, ...commandArguments] of newPlan.commands) {
    if (ending) return;
    const code = await run(newPlan, command, commandArguments);
    if (code !== 0) break;
  }
  // Closed output tells the test that the editor has ended.
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
  // Only the server: its child processes end as when a user stops the server.
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
