import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSizes, crowded, long, wide } from '../../tools/checks/sizes.ts';

const filesIn = (folder: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${folder}/file${index}.ts`);

test('a folder may have 20 files, without its subfolders', () => {
  assert.deepEqual(crowded([...filesIn('src/a', 20), ...filesIn('src/a/b', 20)]), []);
  assert.deepEqual(crowded(filesIn('src/a', 21)), ['src/a has 21 files, more than 20.']);
});

test('a file may have 300 lines', () => {
  const texts = new Map([
    ['src/a.ts', '\n'.repeat(300)],
    ['src/b.ts', '\n'.repeat(301)],
  ]);
  assert.deepEqual(long(texts), ['src/b.ts has 301 lines, more than 300.']);
});

/** Declares a parameter object, which inherits members and has a method and comments. */
function declare(name: string, members: number): string {
  const own = Array.from({ length: members - 2 }, (_, index) => `  readonly m${index}: string;\n`);
  const method = '  /** Runs it. */\n  run(\n    one: string,\n  ): void;\n';
  const nested = '  readonly nested?: {\n    readonly a: string;\n  };\n';
  return `export interface ${name}<T> extends Base<T> {\n${own.join('')}${method}${nested}}\n`;
}

test('a parameter object may have 14 members of its own', () => {
  const texts = new Map([
    ['src/a.ts', declare('AppOptions', 14) + declare('Facts', 15)],
    ['src/b.ts', declare('RunOptions', 15) + declare('HostDependencies', 16)],
  ]);
  assert.deepEqual(wide(texts), [
    'RunOptions in src/b.ts has 15 members, more than 14.',
    'HostDependencies in src/b.ts has 16 members, more than 14.',
  ]);
});

test('the source files are within all limits', async () => {
  assert.deepEqual(await checkSizes(), { isPassed: true, output: '' });
});
