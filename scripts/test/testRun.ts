import { relative, resolve } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type EventData, run } from 'node:test';
import { spec } from 'node:test/reporters';
import { projectFolder } from '../setup/node.mjs';

/** How many tests ended how. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export interface TestRunOptions {
  readonly filesAtOnce: number;
  /** How long a file may take before it is ended and counts as failed, in milliseconds. */
  readonly fileLimit: number;
  /** Takes what is said of the tests. */
  readonly print: (text: string) => void;
  /** Ends the run: files that haven't ended by then count as failed. */
  readonly signal: AbortSignal;
}

/** What is told of tests, of which only some is looked at here. */
interface TestEvent {
  readonly type: string;
  readonly data: Partial<EventData.TestPass>;
}

/**
 * Runs test files, so many at once, begun in their order, and prints what they say, file by file.
 * What was skipped counts as failed, and so does a file without a test, or without an end.
 */
export async function runTestFiles(
  files: readonly string[],
  { fileLimit, filesAtOnce, print, signal }: TestRunOptions,
): Promise<Counts> {
  const outputs = files.map((file) => ({ path: resolve(projectFolder, file), events: unread() }));
  const waiting = [...outputs];
  const runWaiting = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const end = AbortSignal.any([signal, AbortSignal.timeout(fileLimit)]);
      await pipeline(run({ files: [file.path], signal: end }), file.events);
    }
  };
  const running = Promise.all(Array.from({ length: filesAtOnce }, runWaiting));
  const count = new TestCount();
  const counted = count.countedIn(outputs.map(({ events }) => events));
  for await (const text of Readable.from(counted).compose(new spec())) print(String(text));
  await running;
  for (const file of count.silent) print(`✖ ${relative(projectFolder, file)} ran no test\n`);
  return { passed: count.passed, failed: count.failed + count.silent.length };
}

/** Takes all that is written, whether it is read yet or not. */
function unread(): PassThrough {
  return new PassThrough({ objectMode: true, highWaterMark: Number.MAX_SAFE_INTEGER });
}

class TestCount {
  passed = 0;
  failed = 0;
  /** The paths of files without a test. */
  readonly silent: string[] = [];

  /** Gives the events of all files, one file after the other, as if one run had told them. */
  async *countedIn(files: readonly AsyncIterable<TestEvent>[]): AsyncGenerator<TestEvent> {
    for (const events of files) {
      for await (const event of events) {
        this.#count(event);
        if (!isAboutRun(event)) yield event;
      }
    }
    yield { type: 'test:summary', data: {} };
  }

  #count({ type, data: { file, name, skip } }: TestEvent): void {
    if (type === 'test:fail') this.failed += 1;
    if (type !== 'test:pass') return;
    // A file without tests stands for one itself.
    if (file !== undefined && name === file) this.silent.push(file);
    else if (skip === undefined) this.passed += 1;
    else this.failed += 1;
  }
}

/** Whether it is told of a run, which is one file here. */
function isAboutRun({ data, type }: TestEvent): boolean {
  return data.file === undefined && (type === 'test:diagnostic' || type === 'test:summary');
}
