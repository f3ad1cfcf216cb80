import { relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { projectFolder } from './setup/node.mjs';

/** How many tests ended how. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Of a test's end, what counting needs. */
interface TestEnd {
  readonly name: string;
  readonly file?: string;
  readonly skip?: string | boolean;
}

/**
 * Runs test files, so many at once, begun in their order, and prints what they say, file by file.
 * What was skipped counts as failed, and so does a file without a test.
 */
export async function runTestFiles(files: readonly string[], filesAtOnce: number): Promise<Counts> {
  let passed = 0;
  let failed = 0;
  const silent: string[] = [];
  const interruption = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interruption.abort());
  const { signal } = interruption;
  const paths = files.map((file) => resolve(projectFolder, file));
  const events = run({ files: paths, concurrency: filesAtOnce, signal });
  events.on('test:pass', ({ name, file, skip }: TestEnd) => {
    // A file without tests stands for one itself.
    if (name === file) silent.push(relative(projectFolder, file));
    else if (skip === undefined) passed += 1;
    else failed += 1;
  });
  events.on('test:fail', () => {
    failed += 1;
  });
  for await (const text of Readable.from(events).compose(new spec())) process.stdout.write(text);
  for (const file of silent) console.log(`✖ ${file} ran no test`);
  return { passed, failed: failed + silent.length };
}
