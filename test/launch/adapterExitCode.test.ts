import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adapterExitCode, type LastSignal, findSignal } from '../../src/launch/adapterExitCode.ts';

const codes: readonly (readonly [
  title: string,
  debugType: string,
  code: number,
  lastSignal: LastSignal,
  expected: number,
])[] = [
  ['debugpy and SIGTERM', 'debugpy', 241, undefined, 143],
  ['debugpy and SIGKILL', 'debugpy', 247, undefined, 137],
  ['debugpy and an exit with -1', 'debugpy', 255, undefined, 255],
  ['debugpy and an exit with 3', 'debugpy', 3, 15, 3],
  ['Delve and SIGKILL', 'go', -9, undefined, 137],
  ['Delve and SIGKILL, unsigned', 'go', 4294967287, undefined, 137],
  ['Delve and SIGHUP', 'go', -1, undefined, 129],
  ['LLDB and the signal that it stopped at', 'lldb', 15, 15, 143],
  ['LLDB and a signal without a reported name', 'lldb', 6, 'unknown', 134],
  ['LLDB and an exit after a signal', 'lldb', 9, 15, 9],
  ['LLDB and a panic', 'lldb', 101, 'unknown', 101],
  ['LLDB and an exit', 'lldb', 15, undefined, 15],
  ['an adapter that does not know the code', 'coreclr', -1, undefined, -1],
  ['an adapter of another type', 'coreclr', 241, 15, 241],
];

for (const [title, debugType, code, lastSignal, expected] of codes) {
  test(`the exit code of ${title} is ${expected}`, () => {
    assert.equal(adapterExitCode(debugType, code, lastSignal), expected);
  });
}

test("a signal is found in a debugger's message", () => {
  assert.equal(findSignal('signal SIGTERM'), 15);
  assert.equal(findSignal('breakpoint 1.1'), undefined);
});
