import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AdapterBreakpoints } from '../../../../src/vscode/debug/adapter/adapterBreakpoints.ts';

const source = { path: '/app/Calc.cs' };
const warning = 'missing > 1: The name missing does not exist.';

/** The messages of a file's breakpoints, in response order. */
function messages(
  breakpoints: AdapterBreakpoints,
  ...asked: readonly { readonly line: number; readonly condition?: string }[]
): readonly (string | undefined)[] {
  return breakpoints
    .set({ source, breakpoints: asked.map((one) => ({ ...one })) })
    .map(({ message }) => message);
}

test('a warning about a condition stays until the condition is changed', () => {
  const breakpoints = new AdapterBreakpoints();
  const wrong = { line: 7, condition: 'missing > 1' };
  assert.deepEqual(messages(breakpoints, wrong), [undefined]);
  assert.deepEqual(
    breakpoints.warn(source.path, 7, warning).map(({ message }) => message),
    [warning],
  );
  assert.deepEqual(messages(breakpoints, wrong, { line: 9 }), [warning, undefined]);
  assert.deepEqual(messages(breakpoints, { line: 7, condition: 'a > 1' }), [undefined]);
});

test('a warning uses the location at which a debugger has bound the breakpoint', () => {
  const breakpoints = new AdapterBreakpoints();
  messages(breakpoints, { line: 7, condition: 'missing > 1' });
  const at = { line: 8, column: 5 };
  breakpoints.mark([{ path: source.path, line: 7, verified: true, at }]);
  const [shown] = breakpoints.warn(source.path, 7, warning);
  assert.deepEqual(shown, { id: shown?.id, verified: true, ...at, message: warning });
});

test('a message about code that runs elsewhere also appears at a bound breakpoint', () => {
  const breakpoints = new AdapterBreakpoints();
  const [asked] = breakpoints.set({ source, breakpoints: [{ line: 7 }] });
  const id = asked?.id;
  const told = { path: source.path, line: 7, verified: false, message: 'On the server.' };
  assert.deepEqual(breakpoints.mark([{ ...told, isElsewhere: true }]), [
    { id, verified: false, message: told.message },
  ]);
  const at = { line: 8, column: 5 };
  const bound = { path: source.path, line: 7, verified: true, at };
  const shown = { id, verified: true, ...at, message: told.message };
  assert.deepEqual(breakpoints.mark([bound]), [shown]);
  assert.deepEqual(breakpoints.mark([bound]), []);
  assert.deepEqual(messages(breakpoints, { line: 7 }), [told.message]);
  assert.deepEqual(
    breakpoints.unmarkElsewhere().map(({ message, verified }) => [message, verified]),
    [[undefined, false]],
  );
  assert.deepEqual(messages(breakpoints, { line: 7 }), [undefined]);
});

test('a message about an unbound breakpoint disappears when a debugger binds it', () => {
  const breakpoints = new AdapterBreakpoints();
  messages(breakpoints, { line: 7 });
  const place = { path: source.path, line: 7 };
  breakpoints.mark([{ ...place, verified: false, message: 'No code.' }]);
  const [shown] = breakpoints.mark([
    { ...place, verified: true, at: { line: 7, column: undefined } },
  ]);
  assert.equal(shown?.message, undefined);
});
