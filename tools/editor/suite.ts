// A suite as reported by the page: the lines of its console and its result.

import type { Clock } from '../../src/common/clock.ts';
import type { Disposable } from '../../src/common/disposable.ts';
import type { Page } from './playwright.ts';

// The prefix of the suite's lines from suiteRunner.cjs.
const mark = '\u2063';
const quotedLines = 20;

/** One item that the suite wrote to its console. */
export interface OutputLine {
  readonly type: string;
  readonly text: string;
}

/** How long a suite may take. */
interface SuiteLimit {
  readonly clock: Clock;
  /** By `clock.elapsed()`. */
  readonly deadline: number;
  /** The time from the editor's start to the deadline, in milliseconds, for the message. */
  readonly timeout: number;
}

/** A suite as seen from outside. */
export interface ObservedSuite {
  /** The exit code; rejects at the timeout, or when the editor or its page fails. */
  result(editorFailed: Promise<never>, limit: SuiteLimit): Promise<number>;
  /** Stops waiting. */
  stop(): void;
}

/** Listens to the suite of a page that has not been opened yet. */
export async function observeSuite(
  page: Page,
  onOutput: (line: OutputLine) => void = print,
): Promise<ObservedSuite> {
  const suiteLines: string[] = [];
  // The editor repeats some lines many times.
  const editorLines = new Set<string>();
  const exit = deferred<number>();
  let timer: Disposable | undefined;

  await page.exposeFunction('codeAutomationExit', (code: number) => exit.resolve(code));
  await page.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) => {
    const text = values.map(String).join(' ');
    if (text.startsWith(mark)) {
      suiteLines.push(text.slice(mark.length));
      onOutput({ type, text: text.slice(mark.length) });
    } else {
      editorLines.add(`[${type}] ${text}`);
    }
  });
  page.on('crash', () => exit.reject(new Error('The page of the editor crashed.')));
  page.on('close', () =>
    exit.reject(new Error('The editor was closed before its suite came to an end.')),
  );

  return {
    result(editorFailed, { clock, deadline, timeout }) {
      const late = () => {
        exit.reject(
          new Error(
            `The suite did not end within ${timeout / 1000} s.\n` +
              `Its last output:\n${quote(suiteLines)}\nThe editor's last output:\n${quote([...editorLines])}`,
          ),
        );
      };
      timer = clock.after(Math.max(0, deadline - clock.elapsed()), late);
      return Promise.race([exit.promise, editorFailed]).finally(() => timer?.dispose());
    },
    stop: () => timer?.dispose(),
  };
}

function deferred<Value>() {
  let resolve!: (value: Value) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<Value>((...settle) => ([resolve, reject] = settle));
  // A suite that is not awaited may fail without an unhandled rejection.
  promise.catch(() => {});
  return { promise, resolve, reject };
}

function quote(lines: readonly string[]): string {
  return lines.length === 0
    ? '  (none)'
    : lines.slice(-quotedLines).join('\n').replaceAll(/^/gm, '  ');
}

function print(line: OutputLine): void {
  const write =
    line.type === 'error' ? console.error : line.type === 'warn' ? console.warn : console.log;
  write(line.text);
}
