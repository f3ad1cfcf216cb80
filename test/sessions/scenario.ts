import { EOL } from 'node:os';
import { HumanError } from '../../src/common/humanError.ts';
import type { Notification } from '../../src/protocol/notifications.ts';
import type { OutputStream } from '../../src/common/outputStream.ts';
import type { FakeRun } from '../../tools/fixtures/sessions/fakeRunner.ts';
import type { SessionFixture } from '../../tools/fixtures/sessions/sessionFixture.ts';
import { turn } from '../../tools/fixtures/waiting.ts';
import { fc } from '../../tools/fixtures/property.ts';

/** What a runner may report, in any order. */
type RunnerEvent =
  | { readonly do: 'started'; readonly pid: number | undefined }
  | { readonly do: 'output'; readonly stream: OutputStream; readonly bytes: Uint8Array }
  | { readonly do: 'message'; readonly text: string }
  | { readonly do: 'ended'; readonly exitCode: number | undefined }
  | { readonly do: 'failed' };

/** What may happen to the fixture; `which` picks one of the existing sessions. */
type Action =
  | { readonly do: 'create' }
  | { readonly do: 'turn' }
  | { readonly do: 'advance'; readonly milliseconds: number }
  | { readonly do: 'start' | 'stop' | 'remove'; readonly which: number }
  | { readonly do: 'report'; readonly which: number; readonly event: RunnerEvent };

/** How a scenario's runner behaves when it is called. */
interface RunnerManners {
  /** What it reports before `run` returns. */
  readonly atOnce: readonly RunnerEvent[];
  readonly onStop: 'nothing' | 'ends' | 'rejects' | 'hangs';
}

const letters = fc.constantFrom(...Buffer.from('ab \r\n\n\n'), ...Buffer.from('é👋'));

const runnerEvent: fc.Arbitrary<RunnerEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('started' as const),
      pid: fc.constantFrom(undefined, 1, 2),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('output' as const),
      stream: fc.constantFrom<OutputStream>('stdout', 'stderr'),
      bytes: fc.array(letters, { maxLength: 8 }).map((bytes) => Uint8Array.from(bytes)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('message' as const),
      text: fc.constantFrom('', 'note'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('ended' as const),
      exitCode: fc.constantFrom(undefined, 0, 3, 143, -1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('failed' as const) }) },
);

const which = fc.nat({ max: 2 });

export const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('create' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('start' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('stop' as const, 'remove'), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('turn' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      milliseconds: fc.constantFrom(0, 1, 30_000),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('report' as const), which, event: runnerEvent }),
  },
);

export const manners: fc.Arbitrary<RunnerManners> = fc.record({
  atOnce: fc.array(runnerEvent, { maxLength: 3 }),
  onStop: fc.constantFrom<RunnerManners['onStop']>('nothing', 'ends', 'rejects', 'hangs'),
});

/** The expected notifications of one session, as far as its runner reported them before the end. */
interface Told {
  over: boolean;
  readonly pids: (number | undefined)[];
  /** The output before, between and after the starts of processes. */
  readonly written: Record<OutputStream, Uint8Array[]>[];
  end?: RunnerEvent;
}

/** Plays actions on a fixture and records what each session's runner reported. */
export class Scenario {
  readonly names: string[] = [];
  /** Whether enough time has passed for unfinished lines to be emitted. */
  hasRested = false;
  readonly #fixture: SessionFixture;
  readonly #told = new Map<string, Told>();

  constructor(fixture: SessionFixture, { atOnce, onStop }: RunnerManners) {
    this.#fixture = fixture;
    fixture.runner.onRun = (run) => {
      for (const event of atOnce) this.#report(run, event);
    };
    fixture.runner.onStop = (run) => {
      if (onStop === 'ends') this.#report(run, { do: 'ended', exitCode: 143 });
      if (onStop === 'rejects') return Promise.reject(new Error('It refused.'));
      if (onStop === 'hangs') return new Promise(() => {});
      return undefined;
    };
  }

  /** The reports of a session's runner. */
  told(name: string): Told {
    const nothing = { over: false, pids: [], written: [{ stdout: [], stderr: [] }] };
    const told = this.#told.get(name) ?? nothing;
    this.#told.set(name, told);
    return told;
  }

  async play(next: Action): Promise<void> {
    const { clock, runner, sessions } = this.#fixture;
    if (next.do === 'turn') return turn();
    if (next.do === 'advance') {
      this.hasRested ||= next.milliseconds >= 1_000;
      return clock.advance(next.milliseconds);
    }
    if (next.do === 'create') return void this.names.push(this.#fixture.create());
    const name = this.names[next.which % Math.max(1, this.names.length)];
    if (name === undefined) return;
    if (next.do !== 'report') return sessions[next.do](name);
    const run = runner.find(name);
    if (run !== undefined) this.#report(run, next.event);
  }

  /** Stops every session and ends every run, until nothing is left to do. */
  async end(): Promise<void> {
    const stopped = this.#fixture.sessions.stopAll(60_000);
    for (let rounds = 0; rounds < this.names.length + 1; rounds++) {
      await turn();
      this.#fixture.clock.advance(30_000);
      for (const run of this.#fixture.runner.runs) {
        this.#report(run, { do: 'ended', exitCode: 0 });
      }
    }
    await stopped;
    await turn();
  }

  #report({ events, session }: FakeRun, event: RunnerEvent): void {
    const told = this.told(session.metadata.name);
    if (!told.over) this.#keep(told, event);
    if (event.do === 'started') events.started(event.pid);
    if (event.do === 'output') void events.output(event.stream, event.bytes);
    if (event.do === 'message') events.message('info', event.text);
    if (event.do === 'ended') events.ended(event.exitCode);
    if (event.do === 'failed') events.failed(new HumanError('Broken', 'It broke.'));
  }

  #keep(told: Told, event: RunnerEvent): void {
    if (event.do === 'started') {
      told.pids.push(event.pid);
      told.written.push({ stdout: [], stderr: [] });
    }
    if (event.do === 'output') told.written.at(-1)?.[event.stream].push(event.bytes);
    if (event.do !== 'ended' && event.do !== 'failed') return;
    told.over = true;
    told.end = event;
  }
}

/** A stream as a controller logs it, with a line end after each message. */
export function textOf(notifications: readonly Notification[], stream: OutputStream): string {
  return notifications
    .filter((told) => told.notification_type === 'serviceLogs')
    .filter((told) => told.is_std_err === (stream === 'stderr'))
    .map((told) => `${told.log_message}${EOL}`)
    .join('');
}
