import assert from 'node:assert/strict';
import type { Notification } from '../../src/protocol/notifications.ts';
import type { OutputStream } from '../../src/common/outputStream.ts';
import type { FakeRun } from './fakeRunner.ts';

type Counts = Record<OutputStream, number>;

/** Drives one session and accounts for each line and state that its controller hears, over any number of connections. */
export class Accountant {
  readonly #run: FakeRun;
  readonly #written: Counts = { stdout: 0, stderr: 0 };
  readonly #heard: Counts = { stdout: 0, stderr: 0 };
  /** What was written before each start of a process. */
  readonly #starts: Counts[] = [];
  #startsHeard = 0;
  #ended = false;
  /** What is expected next on the present connection, where something of the stream was heard. */
  #next: Partial<Counts> = {};
  endHeard = false;

  constructor(run: FakeRun) {
    this.#run = run;
    this.restart();
  }

  write(stream: OutputStream, count: number): void {
    let text = '';
    for (let line = 0; line < count; line++) text += `${this.#written[stream]++}\n`;
    void this.#run.events.output(stream, Buffer.from(text));
  }

  restart(): void {
    this.#starts.push({ ...this.#written });
    this.#run.events.started(this.#starts.length);
  }

  end(): void {
    this.#ended = true;
    this.#run.events.ended(0);
  }

  /** The controller has a new connection, on which what was not confirmed may come again. */
  reconnected(): void {
    this.#next = {};
  }

  hear(notification: Notification): void {
    switch (notification.notification_type) {
      case 'serviceLogs':
        return this.#hearLines(notification);
      case 'processRestarted':
        return this.#hearStart(notification.pid ?? 0);
      case 'sessionTerminated':
        assert.ok(this.#ended, 'an end was made up');
        assert.deepEqual(this.#heard, this.#written, 'output is missing before the end');
        this.endHeard = true;
        return;
      case 'sessionMessage':
        return assert.fail(`nothing was to be said: ${notification.message}`);
    }
  }

  assertAllHeard(): void {
    assert.ok(this.endHeard, 'the end was not heard');
    assert.deepEqual(this.#heard, this.#written);
    assert.equal(this.#startsHeard, this.#starts.length, 'a start was not heard');
  }

  #hearLines({ is_std_err, log_message }: { is_std_err: boolean; log_message: string }): void {
    const stream = is_std_err ? 'stderr' : 'stdout';
    for (const text of log_message.split('\n')) {
      const line = Number(text);
      const expected = this.#next[stream];
      if (expected === undefined) {
        assert.ok(line <= this.#heard[stream], `${stream}: ${this.#heard[stream]} was skipped`);
      } else assert.equal(line, expected, `${stream}: out of order`);
      this.#next[stream] = line + 1;
      this.#heard[stream] = Math.max(this.#heard[stream], line + 1);
    }
  }

  #hearStart(pid: number): void {
    const before = this.#starts[pid - 1];
    assert.ok(before !== undefined, 'a start was made up');
    assert.ok(pid <= this.#startsHeard + 1, 'a start was skipped');
    for (const stream of ['stdout', 'stderr'] as const) {
      assert.ok(this.#heard[stream] >= before[stream], `a start overtook ${stream}`);
    }
    this.#startsHeard = Math.max(this.#startsHeard, pid);
  }
}
