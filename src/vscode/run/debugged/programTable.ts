import type {
  LiveState,
  ProgramEffect,
  ProgramInput,
  ProgramState,
  ProgramWait,
} from './programState.ts';

/** The next state and its actions. */
type Transition = readonly [ProgramState, ...ProgramEffect[]];

type Phase = ProgramState['phase'];
type InputKind = ProgramInput['kind'];
type State<P extends Phase> = Extract<ProgramState, { readonly phase: P }>;
type Input<K extends InputKind> = ProgramInput & { readonly kind: K };
type Row<S extends ProgramState> = {
  readonly [K in InputKind]?: (state: S, input: Input<K>) => Transition;
};

const dispose = (): Transition => [{ phase: 'over' }];

/** The transitions of all states from the start of the debug session to the end of the program. */
const live = {
  initialized: (state) => [state, { do: 'find process' }],
  launched: (state) => [launched(state), { do: 'search' }],
  searched: (state) =>
    state.progress === 'expected' ? [state] : [state, { do: 'release output' }],
  refused: (_, { message }) => fail(message),
  written: (state) => begin(state, undefined),
  found: (state, { pid }) => (state.pid === undefined ? begin(state, pid) : [state]),
  process: (state, { pid }) => begin(state, pid),
  exited: (state, { exitCode }) => [{ ...state, exit: { code: exitCode } }],
  waited: (state, { wait }) => waited(state, wait),
  dispose,
} satisfies Row<LiveState>;

/** The transitions of all states in which the program was asked to end. */
const asked = {
  ...live,
  // There may not have been a session or process to end until now.
  begun: (_, { adapter }) => [expectFrom(adapter, 'stopping'), ...expecting, { do: 'end session' }],
  launched: (state) => [launched(state), { do: 'search' }, { do: 'ask to end' }],
  process: (state, { pid }) => askAfter(begin(state, pid)),
  found: (state, input) => askAfter(live.found(state, input)),
  overdue: (state) => [state, { do: 'kill' }],
  killed: (state) => [{ ...state, wait: 'release' }, { do: 'end session' }],
} satisfies Row<State<'stopping' | 'abandoning'>>;

/** The transitions of each state. Inputs without an entry are ignored. */
const table: { readonly [P in Phase]: Row<State<P>> } = {
  preparing: {
    open: () => [{ phase: 'active', adapter: 0, progress: 'expected' }],
    stop: () => [{ phase: 'over' }, { do: 'finish', exit: undefined }],
    dispose,
  },

  active: {
    ...live,
    begun: (_, { adapter }) => [expectFrom(adapter, 'active'), ...expecting],
    exited: (state, { exitCode }) => settle({ ...state, exit: { code: exitCode } }),
    terminated: (state, { restart }) =>
      restart
        ? [{ ...state, phase: 'replacing', by: 'new session', isTerminated: true, wait: undefined }]
        : settle({ ...state, isTerminated: true }),
    restarting: (state, { by }) => [{ ...state, phase: 'replacing', by, wait: undefined }],
    gone: awaitLeftovers,
    disconnected: release,
    'session ended': release,
    stop: (state) => [{ ...state, phase: 'stopping' }, ...stopping],
  },

  replacing: {
    ...live,
    begun: (_, { adapter }) => [expectFrom(adapter, 'active'), ...expecting],
    // Unless the first process is reported only now, it is the next one.
    process(state, { pid }) {
      const active = toPhase('active', state);
      return state.progress === 'running' ? beginNext(active, pid) : begin(active, pid);
    },
    found: (state, { pid }) => (state.progress === 'running' ? [state] : begin(state, pid)),
    terminated: (state, { restart }) => [
      { ...state, by: restart ? 'new session' : state.by, isTerminated: true },
    ],
    restarting: (state, { by }) => [{ ...state, by }],
    // The adapter may never report the new process.
    restarted: ({ adapter }) => [
      { phase: 'active', adapter, progress: 'launched' },
      { do: 'forget process' },
      { do: 'find process' },
    ],
    'restart refused': (state) => settle(toPhase('active', state)),
    gone: (state) => [{ ...state, isGone: true }],
    'session ended': (state) =>
      state.by === 'new session' ? [{ ...state, wait: 'successor' }] : release(state),
    stop(state) {
      if (state.by === 'new session') return [toPhase('abandoning', state), ...stopping];
      const settled = settle(toPhase('stopping', state));
      return settled[0].phase === 'stopping' ? [...settled, ...stopping] : settled;
    },
  },

  stopping: {
    ...asked,
    exited: (state, { exitCode }) => settle({ ...state, exit: { code: exitCode } }),
    terminated: (state, { restart }) =>
      restart
        ? [{ ...abandon(state), isTerminated: true }]
        : settle({ ...state, isTerminated: true }),
    restarting: (state, { by }) => [by === 'new session' ? abandon(state) : state],
    gone: awaitLeftovers,
    disconnected: end,
    'session ended': end,
  },

  abandoning: {
    ...asked,
    'session ended': (state) => [
      { ...state, wait: state.wait === 'release' ? state.wait : 'successor' },
    ],
  },

  ending: {
    // A new debug session that comes too late.
    begun: (state) => [state, { do: 'end session' }],
    process: (state, { pid }) => beginLate(state, pid),
    found: (state, { pid }) => beginLate(state, pid),
    written: (state) => beginLate(state, undefined),
    exited: (state, { exitCode }) => [{ ...state, exit: { code: exitCode } }],
    overdue: (state) => [state, { do: 'kill' }],
    quiet: (state) =>
      state.progress === 'launched' || state.exit !== undefined
        ? beginLate(state, undefined)
        : [state, { do: 'release output' }],
    delivered: ({ exit }) => [{ phase: 'over' }, { do: 'finish', exit }],
    dispose,
  },

  over: {},
};

/**
 * Returns the next state of a program and its actions. Reports about earlier adapters, waits that are no
 * longer waited for, and all inputs after the end are dropped here.
 */
export function nextProgram(state: ProgramState, input: ProgramInput): Transition {
  const isLate = 'adapter' in input && input.kind !== 'begun' && !isPresent(state, input.adapter);
  if (isLate || (input.kind === 'waited' && getWait(state) !== input.wait)) return [state];
  const row = table[state.phase] as Row<ProgramState>;
  const handle = row[input.kind] as
    ((state: ProgramState, input: ProgramInput) => Transition) | undefined;
  return handle?.(state, input) ?? [state];
}

/** Whether this adapter is the current one, so that its reports count. */
export function isPresent(state: ProgramState, adapter: number): boolean {
  return 'adapter' in state && state.adapter === adapter;
}

/** Whether the program is to end, so that no pause may keep it. */
export function isEnding({ phase }: ProgramState): boolean {
  return phase === 'stopping' || phase === 'abandoning' || phase === 'ending';
}

/** Whether the start of the program has not been reported yet. */
export function isStarting(state: ProgramState): boolean {
  return 'progress' in state && state.progress !== 'running';
}

/** What is waited for in this state. */
export function getWait(state: ProgramState): ProgramWait | undefined {
  return 'wait' in state ? state.wait : undefined;
}

type Ending = State<'ending'>;

const expecting: readonly ProgramEffect[] = [{ do: 'forget process' }, { do: 'hold output' }];
const stopping: readonly ProgramEffect[] = [{ do: 'ask to end' }, { do: 'kill late' }];

function expectFrom(adapter: number, phase: 'active' | 'stopping'): LiveState {
  return { phase, adapter, progress: 'expected' };
}

/** Leaves the state in which the program is replaced. */
function toPhase<P extends 'active' | 'stopping' | 'abandoning'>(
  phase: P,
  { adapter, exit, isGone, isTerminated, pid, progress, wait }: State<'replacing'>,
): State<P> {
  return { phase, adapter, exit, isGone, isTerminated, pid, progress, wait } as State<P>;
}

function launched(state: LiveState): LiveState {
  return state.progress === 'expected' ? { ...state, progress: 'launched' } : state;
}

/** The program has started. If it was running already, a different pid is that of another process. */
function begin(state: LiveState | Ending, pid: number | undefined): Transition {
  if (state.progress === 'running') {
    return pid === undefined || pid === state.pid ? [state] : beginNext(state, pid);
  }
  return [
    { ...state, progress: 'running', pid },
    { do: 'report start', pid },
    { do: 'release output' },
  ];
}

function beginNext(state: LiveState | Ending, pid: number | undefined): Transition {
  const unreported = { exit: undefined, isTerminated: false, isGone: false, wait: undefined };
  return [
    { ...state, ...unreported, pid },
    { do: 'forget process' },
    { do: 'report start', pid },
    { do: 'release output' },
  ];
}

function beginLate(state: Ending, pid: number | undefined): Transition {
  return state.progress === 'running' ? [state, { do: 'release output' }] : begin(state, pid);
}

function askAfter([state, ...effects]: Transition): Transition {
  return effects.length === 0 ? [state] : [state, ...effects, { do: 'ask to end' }];
}

/** Ends the program when its adapter has reported everything. Otherwise sets what to wait for. */
function settle(state: State<'active' | 'stopping'>): Transition {
  const { exit, isGone, isTerminated, wait } = state;
  if (exit !== undefined && isTerminated) return end(state);
  if (wait === 'release') return [state];
  if (exit !== undefined || isTerminated) return [{ ...state, wait: 'report' }];
  return [isGone && wait === undefined ? { ...state, wait: 'leftovers' } : state];
}

/** The process has exited, but others may keep the adapter from reporting it. */
function awaitLeftovers(state: State<'active' | 'stopping'>): Transition {
  const isReported = state.exit !== undefined || state.wait === 'release';
  return [isReported ? state : { ...state, isGone: true, wait: 'leftovers' }];
}

/** A request to end has come while the editor restarts the program, which can't be cancelled. */
function abandon(state: State<'stopping'>): State<'abandoning'> {
  return { ...state, phase: 'abandoning', wait: state.wait === 'release' ? 'release' : undefined };
}

function waited(state: LiveState, wait: ProgramWait): Transition {
  switch (wait) {
    case 'leftovers':
      return [{ ...state, wait: 'cleanup' }];
    case 'cleanup':
      return [{ ...state, wait: 'report' }];
    case 'report':
      return [{ ...state, wait: 'release' }, { do: 'end session' }];
    case 'release':
    case 'successor':
      return release(state);
  }
}

/** The adapter has released the program, or is lost. */
function release(state: LiveState): Transition {
  const isExpected = state.phase === 'active' || state.phase === 'replacing';
  const isRefusal = isExpected && state.progress === 'expected';
  return isRefusal ? fail('its adapter has ended') : end(state);
}

function end({ adapter, exit, pid, progress }: LiveState): Transition {
  return [{ phase: 'ending', adapter, exit, pid, progress }, { do: 'collect output' }];
}

function fail(message: string): Transition {
  return [{ phase: 'over' }, { do: 'fail', message }];
}
