import * as vscode from 'vscode';
import type { AppView } from './appView.ts';
import { systemClock, withTimeout } from '../../../../src/common/clock.ts';
import { assertNothingLeft, endLeftovers } from './leftovers.ts';

/** How long the sessions of a test that passed may take to end, in milliseconds. */
const endLimit = 60_000;
/** How long those of a failed test may take until their processes are killed, in milliseconds. */
const recoveryLimit = 20_000;

/**
 * Ends a test: if it passed, its sessions must have ended, and left nothing at these addresses or
 * anywhere else. If it failed, it must not make the others fail.
 */
export async function cleanUp(
  test: Mocha.Test | undefined,
  view: AppView,
  addresses: readonly string[] = [],
): Promise<void> {
  try {
    await (test?.state === 'failed' ? recover(view) : assertEnded(view, addresses));
  } finally {
    view.dispose();
  }
}

async function assertEnded(view: AppView, addresses: readonly string[]): Promise<void> {
  try {
    await view.ended(undefined, endLimit);
    await assertNothingLeft(addresses);
  } catch (error) {
    await recover(view);
    throw error;
  }
}

/** Ends what a failed test has left, by force if necessary, so that the next test can pass. */
export async function recover(view: AppView): Promise<void> {
  await withTimeout(systemClock, recoveryLimit, stopAll(), undefined);
  try {
    await view.ended(undefined, recoveryLimit);
    await assertNothingLeft([]);
  } catch (error) {
    console.log(String(error));
    endLeftovers();
    // Without its processes, a session ends by itself.
    await view.ended(undefined, recoveryLimit).catch(console.log);
  }
}

/** Stops all sessions, and hides the list that a test may have left open. */
async function stopAll(): Promise<void> {
  const stopping = [
    vscode.commands.executeCommand('workbench.action.closeQuickOpen'),
    vscode.commands.executeCommand('ideSessionHost.stopAll'),
    vscode.debug.stopDebugging(),
  ];
  for (const { reason } of (await Promise.allSettled(stopping)).filter(isRejected)) {
    console.log(String(reason));
  }
}

function isRejected(result: PromiseSettledResult<unknown>): result is PromiseRejectedResult {
  return result.status === 'rejected';
}
