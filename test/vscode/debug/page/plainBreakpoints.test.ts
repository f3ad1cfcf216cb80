import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { makePlain } from '../../../../src/vscode/debug/page/plainBreakpoints.ts';

function plain(path: string, breakpoints: DebugProtocol.SourceBreakpoint[]): unknown {
  const args = { source: { path }, breakpoints };
  makePlain({ seq: 1, type: 'request', command: 'setBreakpoints', arguments: args } as never);
  return args.breakpoints;
}

test('conditions and log messages in C# are hidden from js-debug', () => {
  for (const path of ['/app/Calc.cs', '/app/Counter.razor']) {
    assert.deepEqual(
      plain(path, [
        { line: 1, condition: 'value is 42' },
        { line: 2, logMessage: '{a}' },
      ]),
      [{ line: 1 }, { line: 2 }],
    );
  }
});

test('js-debug counts the hits of breakpoints that stop, and not those of log messages', () => {
  assert.deepEqual(
    plain('/app/Calc.cs', [
      { line: 1, condition: 'a == 1', hitCondition: '3' },
      { line: 2, logMessage: 'here', hitCondition: '3' },
    ]),
    [{ line: 1, hitCondition: '3' }, { line: 2 }],
  );
});

test('breakpoints in JavaScript are unchanged', () => {
  const breakpoints = [{ line: 1, condition: 'a == 1', logMessage: '{a}', hitCondition: '3' }];
  assert.deepEqual(plain('/app/a.js', structuredClone(breakpoints)), breakpoints);
});
