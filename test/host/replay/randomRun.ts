import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HumanError } from '../../../src/common/humanError.ts';
import { VirtualClock } from '../../../src/host/replay/virtualClock.ts';
import { Delivery } from '../../../src/endpoint/delivery/delivery.ts';
import {
  createObservers,
  followChanges,
  recordSettings,
  tracePorts,
} from '../../../src/host/hostTrace.ts';
import { formatInputs } from '../../../src/host/replay/fixture.ts';
import { formatOutputs, listOutputs } from '../../../src/host/replay/outputs.ts';
import { replayTrace } from '../../../src/host/replay/replay.ts';
import { ReplayConnection } from '../../../src/host/replay/replayConnection.ts';
import { planReplayed } from '../../../src/host/replay/restoredLaunch.ts';
import { defaultSettings } from '../../../src/host/settings.ts';
import type { IdeSession, SessionSpec } from '../../../src/protocol/ideSession.ts';
import { getMode } from '../../../src/protocol/launchConfigurations.ts';
import type { Run, RunEvents, Runner } from '../../../src/sessions/runner.ts';
import { superviseRun } from '../../../src/sessions/run/supervisor.ts';
import { Sessions } from '../../../src/sessions/sessions.ts';
import type { Cause } from '../../../src/trace/causes.ts';
import { TraceRecorder } from '../../../src/trace/traceRecorder.ts';
import { parseTrace, type Trace } from '../../../src/trace/traceText.ts';
import { FakeStrategy } from '../../../tools/fixtures/fakeStrategies.ts';
import { Random } from '../../../tools/fixtures/random.ts';
import { RecordingLog } from '../../../tools/fixtures/recordingLog.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

/** Records a random run, and asserts that a replay of what came in has the same outputs. */
export async function assertReplayed(seed: number): Promise<void> {
  const trace = await recordRandomRun(new Random(seed));
  const inputs = parseTrace(formatInputs(trace), 'inputs');
  const { replayed } = await replayTrace(inputs);
  const [recorded, again] = [trace, replayed].map(({ records }) =>
    formatOutputs(listOutputs(records)),
  );
  assert.equal(again, recorded, `seed ${seed}`);
}

/** Records a random run of sessions: what controllers, users, programs and time do to them. */
async function recordRandomRun(random: Random): Promise<Trace> {
  const logFolder = await mkdtemp(join(tmpdir(), 'ide-session-host-random-'));
  const world = new RandomWorld(random, logFolder);
  try {
    for (let left = 10 + random.below(40); left > 0; left--) {
      world.act();
      if (random.below(3) > 0) await world.pass();
    }
    await world.pass(60_000);
    return world.trace;
  } finally {
    world.dispose();
    await rm(logFolder, { recursive: true, force: true });
  }
}

const controllers = ['one', 'two', 'three'];
const types = [
  { type: 'node', script_path: 'shop/app.js', mode: 'NoDebug' },
  { type: 'node' },
  { type: 'python', program_path: '/srv/app.py' },
  { type: 'project', project_path: '/srv/Shop/Shop.csproj', mode: 'Debug' },
  { type: 'unlisted' },
] as const;
const texts = ['', 'a', 'line\n', 'one\ntwo\n', 'one\ntwo', '\n\n', 'é\n', 'x'.repeat(300)];

/** What a program, its launch and its debugger can do. */
type Act = () => void | Promise<void>;

class RandomWorld {
  readonly #random: Random;
  readonly #clock = new VirtualClock(new Date('2026-01-02T03:04:05.678Z'));
  readonly #recorder: TraceRecorder;
  readonly #sessions: Sessions;
  readonly #delivery: Delivery;
  readonly #connections = new Map<string, ReplayConnection>();
  readonly #runner: RandomRunner;

  constructor(random: Random, logFolder: string) {
    this.#random = random;
    this.#runner = new RandomRunner(random);
    const trace = new TraceRecorder({
      clock: this.#clock,
      version: '1.0.0',
      ringSize: Infinity,
      causes: new AsyncLocalStorage<Cause>(),
    });
    this.#recorder = trace;
    const settings = {
      ...defaultSettings,
      startWidth: 1 + random.below(3),
      stopWidth: 1 + random.below(3),
      history: random.below(4),
      lifecycle: {
        idleStop: random.pick([undefined, 20_000]),
        timeToLive: random.pick([undefined, 40_000]),
        maxSessions: random.pick([undefined, 2]),
      },
    };
    const clock = this.#clock;
    const ports = tracePorts({ clock, log: new RecordingLog(), runner: this.#runner, trace });
    const observers = createObservers(trace);
    const options = { ...ports, ...settings };
    this.#sessions = new Sessions({ ...options, ...observers.sessions, logFolder });
    recordSettings(trace, settings);
    followChanges(trace, this.#sessions);
    const sessions = this.#sessions;
    this.#delivery = new Delivery({ ...options, ...observers.delivery, sessions });
  }

  get trace(): Trace {
    return { header: this.#recorder.header, records: this.#recorder.list() };
  }

  act(): void {
    const names = this.#sessions.list().map(({ metadata }) => metadata.name);
    const choice = this.#random.below(12);
    if (choice < 2 || names.length === 0) return this.#create();
    if (choice === 2) return this.#changeConnection();
    if (choice < 6) return this.#call(this.#random.pick(names));
    void this.#runner.act();
  }

  /** Lets what needs no time be done, and then time pass. */
  async pass(milliseconds = this.#random.pick([0, 0, 1, 10, 300, 1_000, 5_000])): Promise<void> {
    await settle();
    await this.#clock.advanceTo(this.#clock.elapsed() + milliseconds, settle);
  }

  dispose(): void {
    this.#delivery.dispose();
    this.#sessions.dispose();
  }

  #create(): void {
    const random = this.#random;
    const instanceId = random.pick(controllers);
    const owner = random.pick([
      { kind: 'controller', instanceId } as const,
      { kind: 'user' } as const,
      { kind: 'api' } as const,
    ]);
    const desiredState = random.pick(['', 'Running', 'Running'] as const);
    const args = random.pick([undefined, [], ['run', 'app.js', '--secret']]);
    this.#sessions.create(owner, {
      launchConfiguration: random.pick(types),
      env: [],
      ...(args && { args }),
      desiredState,
    });
  }

  #changeConnection(): void {
    const id = this.#random.pick(controllers);
    const connection = this.#connections.get(id);
    if (connection === undefined) {
      const opened = new ReplayConnection({ confirms: this.#random.below(4) > 0 });
      this.#connections.set(id, opened);
      this.#delivery.connect(id, opened);
      return;
    }
    this.#connections.delete(id);
    connection.end(this.#random.pick([1000, 1006]));
  }

  #call(name: string): void {
    const sessions = this.#sessions;
    const random = this.#random;
    const calls: readonly (() => void)[] = [
      () => sessions.start(name),
      () => sessions.start(name),
      () => sessions.stop(name),
      () => sessions.remove(name),
      () => sessions.restart(name, random.pick([undefined, 'Debug', 'NoDebug'] as const)),
      () => void sessions.recreate(name),
      () => sessions.changeDebugger(name, random.pick(['attachDebugger', 'detachDebugger'])),
    ];
    random.pick(calls)();
  }
}

/** A runner whose runs do something at random: some with the run model, some without. */
class RandomRunner implements Runner {
  readonly #random: Random;
  readonly #runs: (() => Act)[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** Lets a run do something. */
  act(): void | Promise<void> {
    if (this.#runs.length === 0) return undefined;
    return this.#random.pick(this.#runs)()();
  }

  run({ spec }: IdeSession, events: RunEvents): Run {
    if (this.#random.below(2) === 0) return this.#runDirectly(events);
    return this.#supervise(spec, events);
  }

  #runDirectly(events: RunEvents): Run {
    const random = this.#random;
    let accept: (() => void)[] = [];
    const acceptAll = (): void => {
      for (const one of accept) one();
      accept = [];
    };
    this.#runs.push(() =>
      random.pick<Act>([
        ...this.#programActs(events),
        () => events.debugging?.(random.below(2) === 0),
        () => events.replacing?.(),
        () => events.recreation?.({ kind: random.pick(['preparing', 'launching', 'done']) }),
        () => events.recreation?.({ kind: 'failed', error: this.#error() }),
        () => events.note?.(`${random.pick(texts).trim()}x\n`),
        () => events.ended(random.pick([undefined, 0, 3, 143])),
        () => events.failed(this.#error()),
        acceptAll,
      ]),
    );
    return {
      stop: () =>
        new Promise((resolve) => {
          accept.push(resolve);
          if (random.below(3) > 0) acceptAll();
        }),
      restart() {},
      recreate: () => undefined,
      attachDebugger() {},
      detachDebugger() {},
    };
  }

  #supervise(spec: SessionSpec, events: RunEvents): Run {
    const random = this.#random;
    const canPrepare = random.below(2) === 0;
    let strategy: FakeStrategy | undefined;
    const run = superviseRun({
      mode: getMode(spec.launchConfiguration),
      create(asked, requestRestart) {
        if (spec.launchConfiguration.type !== 'unlisted') planReplayed(spec);
        strategy = new FakeStrategy(asked, requestRestart, () => {});
        if (canPrepare) strategy.allowPreparation();
        return strategy;
      },
      events,
    });
    this.#runs.push(() => {
      const launch = strategy?.launches.at(-1);
      if (launch === undefined) return () => {};
      const preparation = strategy?.preparations.shift();
      if (preparation !== undefined) {
        return random.below(2) === 0
          ? preparation.succeed
          : (): void => preparation.fail(this.#error());
      }
      return random.pick<Act>([
        ...this.#programActs(launch.events),
        () => launch.exit(random.pick([undefined, 0, 3, 143])),
        () => launch.exit(0),
        () => launch.fail(this.#error()),
      ]);
    });
    return run;
  }

  #programActs(
    events: Pick<RunEvents, 'started' | 'output' | 'message' | 'waiting'>,
  ): readonly Act[] {
    const random = this.#random;
    const pid = random.pick([undefined, 1 + random.below(9_999)]);
    const write = (): Promise<void> | undefined =>
      events.output(random.pick(['stdout', 'stderr']), Buffer.from(random.pick(texts)));
    return [
      () => events.started(pid),
      () => events.started(pid),
      write,
      write,
      write,
      () => events.message(random.pick(['info', 'debug']), random.pick(texts)),
      () => events.waiting(),
    ];
  }

  #error(): HumanError {
    return new HumanError(this.#random.pick(['RunNotStarted', 'Other']), 'It failed. Try again.');
  }
}

async function settle(): Promise<void> {
  for (let turns = 0; turns < 4; turns++) await turn();
}
