import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canShareProcess, sortBySharing } from '../../tools/testRun/sharedFiles.ts';
import { findTestFiles } from '../../tools/testRun/testFiles.ts';

const own = "test('one', () => {});\n";

test('files of some folders share a process, unless they affect or delay others', () => {
  const inFolder = (content: string): boolean => canShareProcess('test/common/a.test.ts', content);
  assert.ok(inFolder(own));
  assert.ok(inFolder(`describe('a', () => {\n  beforeEach(() => {});\n  ${own}});`));
  assert.ok(!canShareProcess('test/processes/a.test.ts', own));
  for (const hook of ['before', 'after', 'beforeEach', 'afterEach'])
    assert.ok(!inFolder(`${hook}(() => {});\n${own}`), hook);
  assert.ok(!inFolder(`import { DotnetFixture } from '../dotnet/dotnetFixture.ts';\n${own}`));
  assert.ok(!inFolder("import { testAll } from './all.ts';\ntestAll();\n"));
});

test('each file is either shared or not, and many are shared', () => {
  const { required } = findTestFiles();
  const { shared, single } = sortBySharing(required);
  assert.deepEqual([...shared, ...single].toSorted(), required.toSorted());
  assert.ok(shared.length > 200, String(shared.length));
});
