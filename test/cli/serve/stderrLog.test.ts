import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStderrLog } from '../../../src/cli/stderrLog.ts';

test("line ends and terminal sequences in a name can't forge log lines on stderr", (context) => {
  const written: string[] = [];
  context.mock.method(process.stderr, 'write', (text: string) => written.push(text) > 0);
  createStderrLog(true).info(
    'Session x\n2026-01-01T00:00:00.000Z error forged\u001b]52;c;eA==\u0007',
  );
  context.mock.restoreAll();
  const [line = '', ...others] = written.join('').split('\n');
  assert.deepEqual(others, ['']);
  assert.match(line, /^\S+Z info Session x\\n2026\S+ error forged\\u001b\]52;c;eA==\\u0007$/);
});
