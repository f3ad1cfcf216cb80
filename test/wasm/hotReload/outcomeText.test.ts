import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeStatus } from '../../../src/wasm/hotReload/outcomeText.ts';

const place = { path: '/app/Counter.razor', line: 12, column: 1, endLine: 12, endColumn: 4 };
const error = { code: 'CS1002', message: '; expected', severity: 'error' as const, place };
const warning = { code: 'CS0168', message: 'never used', severity: 'warning' as const };
const rude = {
  code: 'ENC0020',
  message: 'Renaming requires a restart',
  severity: 'error' as const,
};

test('what came of changes is told in one line', () => {
  const texts = [
    describeStatus({ kind: 'applied', milliseconds: 437 }),
    describeStatus({ kind: 'applied partly', milliseconds: 437, until: 'restarted' }),
    describeStatus({ kind: 'applied partly', milliseconds: 437, until: 'reloaded' }),
    describeStatus({ kind: 'applied partly', milliseconds: 437, until: 'rebuilt' }),
    describeStatus({ kind: 'no change' }),
    describeStatus({ kind: 'held', until: 'continued' }),
    describeStatus({ kind: 'held', until: 'loaded' }),
    describeStatus({ kind: 'held', until: 'detached' }),
    describeStatus({ kind: 'errors', diagnostics: [warning, error] }),
    describeStatus({ kind: 'errors', diagnostics: [error, error, error] }),
    describeStatus({ kind: 'restart', diagnostics: [rude] }),
    describeStatus({ kind: 'rebuild', diagnostics: [rude] }),
    describeStatus({ kind: 'refused', reason: 'Error: assertion' }),
  ];
  assert.deepEqual(texts, [
    'Changes applied in 0.4 s',
    'Changes applied in 0.4 s. Those in code that runs only once need a restart.',
    'Changes applied in 0.4 s. Reload the page to run those in code that runs only once.',
    'Changes applied in 0.4 s. Build the app and restart the session to run those in code that runs only once.',
    'No change in the code that runs',
    'Changes are applied when the page continues',
    'Changes are applied when the page has loaded',
    'Changes are applied when no debugger is attached',
    'Changes not applied: Counter.razor:12: ; expected (CS1002)',
    'Changes not applied: Counter.razor:12: ; expected (CS1002), and 2 more',
    'Restart the session to apply the changes: Renaming requires a restart (ENC0020)',
    'Build the app and restart the session to apply the changes: Renaming requires a restart (ENC0020)',
    'The page could not apply the changes (Error: assertion). Reload it.',
  ]);
});
