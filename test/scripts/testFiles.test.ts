import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sortTestFiles } from '../../scripts/test/testFiles.ts';

test('each test file is run by npm test or npm run test:long, and suites by their editor', () => {
  const { long, required } = sortTestFiles([
    'test/common/log.test.ts',
    'test/editor/projects.test.ts',
    'test/editor/soak.long.test.ts',
    'test/editor/suites/ends.test.ts',
    'test/fuzz/fuzz.long.test.ts',
    'test/tools/code-server/node_modules/one/one.test.ts',
  ]);
  assert.deepEqual(required, ['test/common/log.test.ts', 'test/editor/projects.test.ts']);
  assert.deepEqual(long, ['test/editor/soak.long.test.ts', 'test/fuzz/fuzz.long.test.ts']);
});
