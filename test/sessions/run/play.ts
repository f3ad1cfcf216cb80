import { fc } from '../../../tools/fixtures/property.ts';
import { HumanError } from '../../../src/common/humanError.ts';
import type { RunMode } from '../../../src/protocol/launchConfigurations.ts';
import type { Outcome } from '../../../src/sessions/run/strategy.ts';
import {
  type FakeLaunch,
  type FakePreparation,
  SupervisedRun,
} from '../../../tools/fixtures/fakeStrategies.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

export const broken = new HumanError('Broken', 'It broke.');

/** What may happen to a run; `which` picks one of its launches, including the current one. */
type Action =
  | { readonly do: 'start' | 'write'; readonly which: number }
  | { readonly do: 'exit'; readonly isFailure: boolean }
  | { readonly do: 'stop' | 'attach' | 'detach' | 'turn' | 'debugger ends' | 'recreate' }
  | { readonly do: 'prepared'; readonly isDone: boolean }
  | { readonly do: 'restart'; readonly mode: RunMode | undefined }
  | { readonly do: 'restart button'; readonly which: number }
  | { readonly do: 'answer'; readonly isDone: boolean };

const which = fc.nat({ max: 3 });
export const mode = fc.constantFrom<RunMode>('Debug', 'NoDebug');

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('start' as const, 'write'), which }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('exit' as const), isFailure: fc.boolean() }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('attach' as const, 'detach', 'turn', 'turn', 'debugger ends'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('recreate' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('prepared' as const), isDone: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('restart' as const),
      mode: fc.option(mode, { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart button' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('answer' as const), isDone: fc.boolean() }) },
);

/** What a run's programs can do. */
interface Abilities {
  readonly canAttach: boolean;
  readonly canLetGo: boolean;
  readonly restartsItself: boolean;
  readonly canPrepare: boolean;
  readonly startsAtOnce: boolean;
}

const abilities: fc.Arbitrary<Abilities> = fc.record({
  canAttach: fc.boolean(),
  canLetGo: fc.boolean(),
  restartsItself: fc.boolean(),
  canPrepare: fc.boolean(),
  startsAtOnce: fc.boolean(),
});

export interface Scenario {
  readonly first: RunMode;
  readonly actions: readonly Action[];
  readonly abilities: Abilities;
}

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  first: mode,
  actions: fc.array(action, { maxLength: 30 }),
  abilities,
});

/** Plays random actions on a supervised run, and records the expected result. */
export class Play {
  readonly supervised: SupervisedRun;
  readonly violations: string[] = [];
  /** The exit of each launch, in order. */
  readonly outcomes: Outcome[] = [];
  readonly pids: number[] = [];
  readonly #pending: ((isDone: boolean) => void)[] = [];
  #processes = 0;
  launchesAtStop: number | undefined;
  /** The mode of the last restart requested since the current launch began. */
  wished: RunMode | undefined;

  constructor({ abilities: can, first }: Scenario) {
    const supervised = new SupervisedRun(first);
    this.supervised = supervised;
    supervised.onCreate = (strategy) => {
      const open = supervised.strategies.filter(({ closes }) => closes.length === 0);
      if (open.length > 1) this.violations.push('a strategy is created while another is open');
      if (can.canPrepare) strategy.allowPreparation();
      strategy.controls = {
        ...(can.canAttach && { attachType: 'fake' }),
        ...(can.canLetGo && {
          letGo: () => new Promise((resolve) => void this.#pending.push(resolve)),
        }),
        ...(can.restartsItself && { restart: () => this.#start(supervised.launch) }),
      };
    };
    supervised.onLaunch = (launch) => this.#launched(launch, can.startsAtOnce);
    supervised.begin();
  }

  #launched(launch: FakeLaunch, startsAtOnce: boolean): void {
    const { launches } = this.supervised;
    if (launches.slice(0, -1).some(({ hasExited }) => !hasExited)) {
      this.violations.push('a launch begins while another runs');
    }
    if (this.wished !== undefined && launch.strategy.mode !== this.wished) {
      this.violations.push(`launched in ${launch.strategy.mode} instead of ${this.wished}`);
    }
    this.wished = undefined;
    if (launch.strategy.closes.length > 0) this.violations.push('a closed strategy launches');
    if (startsAtOnce) this.#start(launch);
  }

  async do(one: Action): Promise<void> {
    const { attachable, launches, run } = this.supervised;
    switch (one.do) {
      case 'start':
        return this.#start(launches[one.which % launches.length]);
      case 'write':
        return this.#write(launches[one.which % launches.length]);
      case 'exit':
        return this.#exit(one.isFailure);
      case 'stop':
        this.launchesAtStop ??= launches.length;
        return void run.stop();
      case 'attach':
        this.wished = undefined;
        return run.attachDebugger?.();
      case 'detach':
        this.wished = undefined;
        return run.detachDebugger?.();
      case 'debugger ends':
        attachable.isAttached = false;
        return;
      case 'recreate':
        this.wished = undefined;
        return void run.recreate?.();
      case 'prepared':
        this.wished = undefined;
        for (const { fail, succeed } of this.takePreparations()) {
          if (one.isDone) succeed();
          else fail(broken);
        }
        return turn();
      case 'restart':
        // The current mode depends on the table and on what the program does by itself.
        this.wished = this.#isSwitch(one.mode) ? one.mode : undefined;
        return run.restart?.(one.mode);
      case 'restart button':
        this.wished = undefined;
        return launches[one.which % launches.length]?.strategy.requestRestart();
      case 'answer':
        this.wished = undefined;
        attachable.attempts.splice(0).forEach(({ answer }) => answer(one.isDone));
        this.#pending.splice(0).forEach((answer) => answer(one.isDone));
        return turn();
      case 'turn':
        return turn();
    }
  }

  /** The preparations that were not answered. */
  takePreparations(): readonly FakePreparation[] {
    return this.supervised.strategies.flatMap(({ preparations }) => preparations.splice(0));
  }

  #isSwitch(wanted: RunMode | undefined): boolean {
    const { ends, launch } = this.supervised;
    return ends.length === 0 && !launch.hasExited && wanted !== launch.strategy.mode;
  }

  /** A launch that has exited starts nothing, and its late events are ignored. */
  #start(launch: FakeLaunch | undefined): void {
    if (launch === undefined) return;
    const pid = ++this.#processes;
    if (this.#isPresent(launch)) this.pids.push(pid);
    launch.events.started(pid);
  }

  #write(launch: FakeLaunch | undefined): void {
    if (launch === undefined) return;
    const before = this.supervised.reports.length;
    void launch.events.output('stdout', Buffer.from('x'));
    const isHeard = this.supervised.reports.length > before;
    if (isHeard !== this.#isPresent(launch)) this.violations.push('output is lost or late');
  }

  #exit(isFailure: boolean): void {
    const { launch } = this.supervised;
    if (launch.hasExited) return;
    const exitCode = this.outcomes.length;
    this.outcomes.push(isFailure ? { kind: 'failed', error: broken } : { kind: 'ended', exitCode });
    if (isFailure) launch.fail(broken);
    else launch.exit(exitCode);
  }

  #isPresent(launch: FakeLaunch): boolean {
    return this.supervised.ends.length === 0 && launch === this.supervised.launches.at(-1);
  }
}
