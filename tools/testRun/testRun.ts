import { realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { type EventData, run, type RunOptions } from 'node:test';
import { spec } from 'node:test/reporters';
import { projectFolder } from '../setup/node.mjs';
import { type FileGroup, Schedule } from './schedule.ts';

/** The number of tests by result. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** How a run of test files ended. */
export interface TestRun extends Counts {
  /** How long each file took, in milliseconds; files that shared a process have one entry. */
  readonly durations: ReadonlyMap<string, number>;
}

export interface TestRunOptions {
  readonly filesAtOnce: number;
  /** The timeout of a file in milliseconds, after which it is ended and counts as failed. */
  readonly fileLimit: number;
  /** Receives the output. */
  readonly print: (text: string) => void;
  /** Ends the run: files that haven't ended by then count as failed. */
  readonly signal: AbortSignal;
}

/** The used part of test events. */
interface TestEvent {
  readonly type: string;
  readonly data: Partial<EventData.TestPass>;
}

/** The output of a process that runs test files. */
interface TestProcess {
  readonly files: readonly string[];
  readonly events: AsyncIterable<TestEvent>;
}

const sharedProcess = fileURLToPath(new URL('sharedProcess.mjs', import.meta.url));

/**
 * Runs the test files of groups concurrently, and prints their output, file by file in the order in
 * which they began. A skipped test counts as failed, and so does a file without a test, or without
 * an end.
 */
export async function runTestFiles(
  groups: readonly FileGroup[],
  { fileLimit, filesAtOnce, print, signal }: TestRunOptions,
): Promise<TestRun> {
  const schedule = new Schedule(groups);
  const durations = new Map<string, number>();
  const begun: PassThrough = unread();
  const runWaiting = async (): Promise<void> => {
    for (let next = await schedule.take(); next !== undefined; next = await schedule.take()) {
      const events = unread();
      const { files } = next;
      begun.write({ files, events } satisfies TestProcess);
      const began = performance.now();
      const end = AbortSignal.any([signal, AbortSignal.timeout(fileLimit)]);
      await pipeline(runFilesOf(files, end), events);
      durations.set(files.join(', '), performance.now() - began);
      next.ended();
    }
  };
  const running = Promise.all(Array.from({ length: filesAtOnce }, runWaiting));
  running.finally(() => begun.end()).catch(() => {});
  const count = new TestCount();
  const counted = count.countedIn(begun);
  for await (const text of Readable.from(counted).compose(new spec())) print(String(text));
  await running;
  for (const file of count.silent) print(`✖ ${relative(projectFolder, file)} ran no test\n`);
  return { passed: count.passed, failed: count.failed + count.silent.length, durations };
}

function runFilesOf(files: readonly string[], signal: AbortSignal): ReturnType<typeof run> {
  const paths = files.map((file) => resolve(projectFolder, file));
  const execArgv = ['--import', new URL('compileCache.mjs', import.meta.url).href];
  const started = paths.length === 1 ? { files: paths } : { files: [sharedProcess], argv: paths };
  // The types are those of the oldest supported Node, which has neither `execArgv` nor `argv`.
  const options: RunOptions & { execArgv: readonly string[] } = { ...started, execArgv, signal };
  return run(options);
}

/** Accepts all output, whether it is read yet or not. */
function unread(): PassThrough {
  return new PassThrough({ objectMode: true, highWaterMark: Number.MAX_SAFE_INTEGER });
}

class TestCount {
  passed = 0;
  failed = 0;
  /** The paths of files without a test. */
  readonly silent: string[] = [];

  /** Returns the events of all processes, one after the other, like a single run. */
  async *countedIn(processes: AsyncIterable<TestProcess>): AsyncGenerator<TestEvent> {
    for await (const { events, files } of processes) {
      const tested = new Set<string | undefined>();
      for await (const event of events) {
        this.#count(event);
        tested.add(event.data.file);
        if (!isAboutRun(event)) yield event;
      }
      if (files.length === 1) continue;
      this.silent.push(...files.filter((file) => !tested.has(realPath(file))));
    }
    yield { type: 'test:summary', data: {} };
  }

  #count({ type, data: { file, name, skip } }: TestEvent): void {
    if (type === 'test:fail') this.failed += 1;
    if (type !== 'test:pass') return;
    // A file without tests counts as a test itself.
    if (file !== undefined && name === file) this.silent.push(file);
    else if (skip === undefined) this.passed += 1;
    else this.failed += 1;
  }
}

/** Whether the event is about a run, which is one process here. */
function isAboutRun({ data, type }: TestEvent): boolean {
  return data.file === undefined && (type === 'test:diagnostic' || type === 'test:summary');
}

function realPath(file: string): string {
  return realpathSync(resolve(projectFolder, file));
}
