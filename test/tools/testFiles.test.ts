import assert from 'node:assert/strict';
import { test } from 'node:test';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../../tools/checks/files.ts';
import { projectFolder } from '../../tools/setup/node.mjs';
import { missingTestRequirements, testRequirements } from '../../tools/setup/testRequirements.mjs';
import { selectFiles, sortByRequirements, sortTestFiles } from '../../tools/testRun/testFiles.ts';

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

test('test files with missing requirements are not run, and are listed with all that is missing', () => {
  const { cargo, go, jdk } = testRequirements;
  const missing = missingTestRequirements([
    { ...cargo, isPresent: () => false, tests: ['one', 'two'] },
    { ...jdk, isPresent: () => false, tests: ['two'] },
    { ...go, isPresent: () => true, tests: ['three'] },
  ]);
  const { notRun, runnable } = sortByRequirements(['one', 'two', 'three'], missing);
  assert.deepEqual(runnable, ['three']);
  assert.deepEqual(
    notRun.map(({ file, needs }) => [file, ...needs.map(({ debianPackage }) => debianPackage)]),
    [
      ['one', 'cargo'],
      ['two', 'cargo', 'default-jdk-headless'],
    ],
  );
});

test('each test file that a requirement names exists', () => {
  for (const file of Object.values(testRequirements).flatMap(({ tests }) => tests))
    assert.ok(existsSync(join(projectFolder, file)), file);
});

test('only long tests take random input', () => {
  const sources = filesBelow('test', '.ts').filter((file) => !file.includes('/node_modules/'));
  const random = sources.filter((file) =>
    /randomSeed\.ts'|Math\.random\(|Date\.now\(\) %/.test(
      readFileSync(join(projectFolder, file), 'utf8'),
    ),
  );
  assert.ok(random.length > 0);
  assert.deepEqual(
    random.filter((file) => !file.endsWith('.long.test.ts') && !file.endsWith('testFiles.test.ts')),
    [],
  );
});

test('test files are selected by a part of their path; without one, all are', () => {
  const files = [
    'test/common/log.test.ts',
    'test/sessions/log.test.ts',
    'test/dotnet/sdk/sdk.test.ts',
  ];
  assert.deepEqual(selectFiles(files, ['sessions/', 'sdk']), files.slice(1));
  assert.deepEqual(selectFiles(files, []), files);
});
