// The test's side of a guardian.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { GuardianPlan, GuardianReport, GuardianRequest } from './guardian.ts';
import type { MarkedProcess } from '../leftovers.ts';

/** Commands that run under a guardian. */
export interface GuardianProcess {
  /** The guardian; its output is the commands' output. */
  readonly child: ChildProcess;
  /** Ends the commands and their child processes; returns those that had to be killed. */
  end(): Promise<readonly MarkedProcess[]>;
}

/** Runs a plan under a guardian, which ends everything even if this process dies. */
export function startGuardian(plan: GuardianPlan): GuardianProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'guardian.ts')], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // An interrupt from the terminal ends the test; the guardian then ends the rest in order.
    detached: true,
  });
  let ending: Promise<readonly MarkedProcess[]> | undefined;
  child.send({ plan } satisfies GuardianRequest);
  return { child, end: () => (ending ??= endBy(child)) };
}

async function endBy(guardian: ChildProcess): Promise<readonly MarkedProcess[]> {
  if (guardian.exitCode !== null || guardian.signalCode !== null || !guardian.connected) return [];
  const closed = once(guardian, 'close');
  let report: GuardianReport | undefined;
  guardian.once('message', (message) => (report = message as GuardianReport));
  guardian.send('end' satisfies GuardianRequest);
  await closed;
  return report?.killed ?? [];
}
