import type { RunMode } from '../../protocol/launchConfigurations.ts';
import type { NextLaunch, Outcome } from './strategy.ts';

/** The state of a run. `launch` numbers its launches, `mode` is that of the current launch. */
export type RunState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'launching'; readonly launch: number; readonly mode: RunMode }
  | RunningState
  /** The program runs while its next launch is prepared. */
  | { readonly phase: 'recreating'; readonly launch: number; readonly running: RunningState }
  /** The current launch is ending; the next one is in mode `next`. */
  | { readonly phase: 'restarting'; readonly launch: number; readonly next: RunMode }
  | { readonly phase: 'stopping'; readonly launch: number }
  | { readonly phase: 'over' };

interface RunningState {
  readonly phase: 'running';
  readonly launch: number;
  readonly mode: RunMode;
  readonly pid: number | undefined;
  /** Whether a debugger is attaching or detaching. */
  readonly isChanging: boolean;
  /** Whether the program runs without the debugger that it was launched under. */
  readonly isLetGo: boolean;
}

/** An input of a run: a request, or a report of a launch. */
export type RunInput =
  | { readonly kind: 'begin'; readonly mode: RunMode }
  | { readonly kind: 'stop' | 'attach' | 'detach' }
  /** A restart that leaves the program as it is if its next launch can't be prepared. */
  | { readonly kind: 'recreate' }
  | { readonly kind: 'prepared'; readonly launch: number; readonly isDone: boolean }
  /** Without a mode, the program keeps its current mode. */
  | { readonly kind: 'restart'; readonly mode: RunMode | undefined }
  /** The restart button of the debug session that shows the program: it runs again as it was launched. */
  | { readonly kind: 'relaunch' }
  | { readonly kind: 'started'; readonly launch: number; readonly pid: number | undefined }
  | { readonly kind: 'attached' | 'letGo'; readonly launch: number; readonly isDone: boolean }
  | { readonly kind: 'exited'; readonly launch: number; readonly outcome: Outcome };

/** Facts about the current launch when an input arrives. */
export interface LaunchFacts {
  readonly isAttached: boolean;
  readonly canAttach: boolean;
  readonly canLetGo: boolean;
  readonly restartsItself: boolean;
  /** Whether the next launch can be prepared while the program runs. */
  readonly canPrepare: boolean;
}

/** An action of a transition. */
export type RunEffect =
  /** `previous` is the outcome of the previous launch, if there was one. */
  | {
      readonly do: 'launch';
      readonly launch: number;
      readonly mode: RunMode;
      readonly previous?: Outcome;
    }
  | { readonly do: 'end' | 'detach' | 'restart program' }
  | { readonly do: 'attach' | 'let go' | 'prepare'; readonly launch: number }
  /** `report restart` if the launch started its program again by itself. */
  | { readonly do: 'report start' | 'report restart'; readonly pid: number | undefined }
  | { readonly do: 'finish'; readonly outcome: Outcome };

/** The next state and its action. */
type Transition = readonly [RunState, RunEffect?];

type Phase = RunState['phase'];
type InState<P extends Phase> = Extract<RunState, { readonly phase: P }>;
type Input<K extends RunInput['kind']> = RunInput & { readonly kind: K };
type Row<P extends Phase> = {
  readonly [K in RunInput['kind']]?: (
    state: InState<P>,
    input: Input<K>,
    facts: LaunchFacts,
  ) => Transition;
};

const unknownExit: Outcome = { kind: 'ended', exitCode: undefined };

/** The transitions of each state. Inputs without an entry are ignored. */
const table: { readonly [P in Phase]: Row<P> } = {
  idle: {
    begin: (_, { mode }) => launchNext(1, mode),
    stop: () => finish(unknownExit),
  },

  launching: {
    started: ({ launch, mode }, { pid }) => [
      { phase: 'running', launch, mode, pid, isChanging: false, isLetGo: false },
      { do: 'report start', pid },
    ],
    restart: (state, { mode = state.mode }, facts) => restart(state, mode, facts),
    relaunch: (state, _, facts) => restart(state, state.mode, facts),
    attach: (state) => (state.mode === 'Debug' ? [state] : endFor(state, 'Debug')),
    detach: (state) => (state.mode === 'NoDebug' ? [state] : endFor(state, 'NoDebug')),
    stop: ({ launch }) => stop(launch),
    exited: (_, { outcome }) => finish(outcome),
  },

  running: {
    started: (state, { pid }) => [
      { ...state, pid },
      { do: 'report restart', pid },
    ],
    restart: (state, { mode = presentMode(state) }, facts) => restart(state, mode, facts),
    relaunch: (state, _, facts) => restart(state, state.mode, facts),
    attach(state, _, { canAttach, isAttached }) {
      if (isAttached || state.isChanging) return [state];
      if (canAttach) {
        return [
          { ...state, isChanging: true },
          { do: 'attach', launch: state.launch },
        ];
      }
      return presentMode(state) === 'Debug' ? [state] : endFor(state, 'Debug');
    },
    attached(state, { isDone }) {
      const settled = { ...state, isChanging: false };
      return isDone ? [settled] : endFor(settled, 'Debug');
    },
    detach(state, _, { canLetGo, isAttached }) {
      if (state.isChanging) return [state];
      if (isAttached) return [state, { do: 'detach' }];
      if (presentMode(state) === 'NoDebug') return [state];
      if (!canLetGo) return endFor(state, 'NoDebug');
      return [
        { ...state, isChanging: true },
        { do: 'let go', launch: state.launch },
      ];
    },
    letGo(state, { isDone }) {
      const settled = { ...state, isChanging: false, isLetGo: isDone };
      return isDone ? [settled] : endFor(settled, 'NoDebug');
    },
    recreate: (state, _, facts) =>
      facts.canPrepare
        ? [
            { phase: 'recreating', launch: state.launch, running: state },
            { do: 'prepare', launch: state.launch },
          ]
        : restart(state, presentMode(state), facts),
    stop: ({ launch }) => stop(launch),
    exited: (_, { outcome }) => finish(outcome),
  },

  // A state other than `running` cancels the preparation.
  recreating: {
    started: whileRunning,
    restart: whileRunning,
    relaunch: whileRunning,
    attach: whileRunning,
    attached: whileRunning,
    detach: whileRunning,
    letGo: whileRunning,
    stop: whileRunning,
    exited: whileRunning,
    prepared: ({ running }, { isDone }) =>
      isDone ? endFor(running, presentMode(running)) : [running],
  },

  restarting: {
    started: (state, { pid }) => [state, { do: 'report start', pid }],
    restart: (state, { mode = state.next }) => [{ ...state, next: mode }],
    attach: (state) => [{ ...state, next: 'Debug' }],
    detach: (state) => [{ ...state, next: 'NoDebug' }],
    // The launch was already asked to end.
    stop: ({ launch }) => [{ phase: 'stopping', launch }],
    exited: ({ launch: last, next }, { outcome }) => launchNext(last + 1, next, asAsked(outcome)),
  },

  stopping: {
    started: (state, { pid }) => [state, { do: 'report start', pid }],
    exited: (_, { outcome }) => finish(asAsked(outcome)),
  },

  over: {},
};

/**
 * Returns the next state of a run and its action. Reports of earlier launches, and all inputs after the end,
 * are dropped here.
 */
export function nextRun(state: RunState, input: RunInput, facts: LaunchFacts): Transition {
  if ('launch' in input && !isPresent(state, input.launch)) return [state];
  const row = table[state.phase] as Row<Phase>;
  const handle = row[input.kind] as
    ((state: RunState, input: RunInput, facts: LaunchFacts) => Transition) | undefined;
  return handle?.(state, input, facts) ?? [state];
}

/** Whether this launch is the current one, so that its reports count. */
export function isPresent(state: RunState, launch: number): boolean {
  return 'launch' in state && state.launch === launch;
}

/** Returns the running program of a run, if there is one that wasn't asked to end. */
export function getRunning(state: RunState): RunningState | undefined {
  if (state.phase === 'recreating') return state.running;
  return state.phase === 'running' ? state : undefined;
}

/** Whether the current launch was asked to end. */
export function isEnding({ phase }: RunState): boolean {
  return phase === 'restarting' || phase === 'stopping';
}

/** Returns what follows the current launch, which has this mode. */
export function getNextLaunch(state: RunState, mode: RunMode | undefined): NextLaunch {
  return state.phase === 'restarting' && state.next === mode ? 'same' : undefined;
}

/** Whether an action, taken with this next state, is a part of a restart. */
export function isReplacing({ phase }: RunState, effect: RunEffect): boolean {
  switch (effect.do) {
    case 'end':
      return phase === 'restarting';
    case 'launch':
      return effect.previous !== undefined;
    default:
      return effect.do === 'restart program';
  }
}

/** Whether the program is debugged, or will be when it has started. */
export function isDebugged(state: RunState, isAttached: boolean): boolean {
  switch (state.phase) {
    case 'launching':
      return state.mode === 'Debug';
    case 'running':
      return isAttached || presentMode(state) === 'Debug';
    case 'recreating':
      return isDebugged(state.running, isAttached);
    case 'restarting':
      return state.next === 'Debug';
    default:
      return false;
  }
}

/** Returns the current mode of the program, which may differ from that of its launch. */
function presentMode({ isLetGo, mode }: RunningState): RunMode {
  return isLetGo ? 'NoDebug' : mode;
}

/** Takes an input as if nothing was prepared. */
function whileRunning(
  state: InState<'recreating'>,
  input: RunInput,
  facts: LaunchFacts,
): Transition {
  const [next, ...effects] = nextRun(state.running, input, facts);
  return [next.phase === 'running' ? { ...state, running: next } : next, ...effects];
}

/** A failure of a launch that was asked to end counts as its end. */
function asAsked(outcome: Outcome): Outcome {
  return outcome.kind === 'failed' ? unknownExit : outcome;
}

function launchNext(number: number, mode: RunMode, previous?: Outcome): Transition {
  return [
    { phase: 'launching', launch: number, mode },
    { do: 'launch', launch: number, mode, ...(previous && { previous }) },
  ];
}

function restart(
  state: InState<'launching' | 'running'>,
  mode: RunMode,
  { restartsItself }: LaunchFacts,
): Transition {
  const isLetGo = state.phase === 'running' && state.isLetGo;
  if (restartsItself && mode === state.mode && !isLetGo) return [state, { do: 'restart program' }];
  return endFor(state, mode);
}

function endFor({ launch }: InState<'launching' | 'running'>, next: RunMode): Transition {
  return [{ phase: 'restarting', launch, next }, { do: 'end' }];
}

function stop(launch: number): Transition {
  return [{ phase: 'stopping', launch }, { do: 'end' }];
}

function finish(outcome: Outcome): Transition {
  return [{ phase: 'over' }, { do: 'finish', outcome }];
}
