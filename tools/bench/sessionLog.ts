// The view of a session's log: from its opening until it has written the last line to its terminal, and its memory.

import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { systemClock } from '../../src/common/clock.ts';
import { deferred } from '../../src/common/deferred.ts';
import { SessionOutput } from '../../src/sessions/logs/sessionOutput.ts';
import { Sessions } from '../../src/sessions/sessions.ts';
import { LogTerminal } from '../../src/vscode/ui/sessionLog/logTerminal.ts';
import { RecordingLog } from '../fixtures/recordingLog.ts';
import { FakeRunner } from '../fixtures/sessions/fakeRunner.ts';
import { turn } from '../fixtures/waiting.ts';
import { atMost, quantile, type Result, result, resultIn } from './support/results.ts';

const manyLines = 1_000_000;
const fewLines = 1_000;
const linesPerWrite = 1_000;
const rounds = 20;
const mebibyte = 2 ** 20;

/** The view of a log of a million lines, next to one of a thousand. */
export async function measureSessionLog(folder: string): Promise<Result[]> {
  const runner = new FakeRunner();
  const limits = { logLimitPerSession: 2 ** 28, logLimit: 2 ** 30, history: 10 };
  const sessions = new Sessions({
    runner,
    clock: systemClock,
    log: new RecordingLog(),
    logFolder: join(folder, 'sessionLog'),
    startWidth: 1,
    stopWidth: 1,
    ...limits,
  });
  const many = new MeasuredLog(sessions, runner);
  const few = new MeasuredLog(sessions, runner);
  await many.write(manyLines);
  await few.write(fewLines);
  const [times, baselines]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    times.push(await many.timeFirstScreen());
    baselines.push(await few.timeFirstScreen());
  }
  const memory = await many.measureMemory();
  const baseline = await few.measureMemory();
  sessions.dispose();
  const what = 'of a log of a million lines, next to a thousand';
  return [
    ...[0.5, 0.95].map((share) =>
      result(
        `from the opening ${what}, to its last line in the terminal, p${share * 100}`,
        quantile(times, share),
        quantile(baselines, share),
        share === 0.5 ? atMost(100, 'ms') : undefined,
      ),
    ),
    resultIn('MiB', `memory of the view ${what}`, memory, baseline, atMost(1, 'MiB')),
  ];
}

/** A session whose log is shown repeatedly. */
class MeasuredLog {
  readonly #sessions: Sessions;
  readonly #runner: FakeRunner;
  readonly #name: string;
  #last = '';

  constructor(sessions: Sessions, runner: FakeRunner) {
    this.#sessions = sessions;
    this.#runner = runner;
    const launchConfiguration = { type: 'node', script_path: 'app.js' };
    this.#name = sessions.create({ kind: 'user' }, { launchConfiguration, env: [] }).metadata.name;
    sessions.start(this.#name);
  }

  async write(lines: number): Promise<void> {
    await turn();
    const { events } = this.#runner.of(this.#name);
    events.started(1);
    for (let line = 0; line < lines; line += linesPerWrite) {
      const numbers = Array.from({ length: linesPerWrite }, (_, index) => line + index);
      const text = numbers.map((number) => `\u001b[32minfo\u001b[0m: a line of the log, ${number}`);
      this.#last = `${lines - 1}\r\n`;
      await events.output(
        line % (2 * linesPerWrite) === 0 ? 'stdout' : 'stderr',
        Buffer.from(`${text.join('\n')}\n`),
      );
    }
  }

  async timeFirstScreen(): Promise<number> {
    const began = performance.now();
    const view = await this.#open();
    const time = performance.now() - began;
    view.close();
    return time;
  }

  /** What an open view holds, in MiB. */
  async measureMemory(): Promise<number> {
    const before = await measureHeap();
    const view = await this.#open();
    const after = await measureHeap();
    view.close();
    return Math.max(0, after - before);
  }

  /** Opens a view, and resolves when it has shown the last line. */
  async #open(): Promise<LogTerminal> {
    const session = this.#sessions.get(this.#name);
    if (session === undefined) throw new Error('The session is gone.');
    const shown = deferred();
    const view = new LogTerminal({
      output: new SessionOutput(this.#sessions, session),
      title: 'app',
      scrollback: 1_000,
      clock: systemClock,
      openWhole: () => undefined,
    });
    view.onDidWrite((text) => {
      if (text.includes(this.#last)) shown.resolve();
    });
    view.open();
    await shown.promise;
    return view;
  }
}

/** The memory of this process without garbage, in MiB. */
async function measureHeap(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round++) {
    await turn();
    collect();
  }
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return (arrayBuffers + heapUsed) / mebibyte;
}
