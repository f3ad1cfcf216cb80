import assert from 'node:assert/strict';

/** A process id that must be known. A signal to 0 would go to the test's own process group. */
export function knownPid(pid: number | undefined): number {
  assert.ok(pid !== undefined && pid > 0, `The process id is ${pid}.`);
  return pid;
}
