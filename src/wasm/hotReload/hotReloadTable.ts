import type { SourceDiagnostic } from '../../dotnet/hotReload/compilerMessages.ts';

/** What came of compiling changes. An update is named by its place in the journal of updates. */
export type Compilation =
  | { readonly kind: 'no change' }
  | { readonly kind: 'update'; readonly update: number }
  | { readonly kind: 'errors' | 'restart'; readonly diagnostics: readonly SourceDiagnostic[] };

/** What a user is told about changes. */
export type Outcome =
  /** The changes run; `milliseconds` since they were saved. */
  | { readonly kind: 'applied'; readonly milliseconds: number }
  | { readonly kind: 'no change' }
  /** They are applied when the page continues or has loaded, or when the program has no debugger. */
  | { readonly kind: 'held'; readonly until: 'continued' | 'loaded' | 'detached' }
  | { readonly kind: 'errors' | 'restart'; readonly diagnostics: readonly SourceDiagnostic[] }
  /** The page could not apply them. */
  | { readonly kind: 'refused'; readonly reason: string };

interface Pending {
  /** The files that were saved since the last compilation began. */
  readonly saved: readonly string[];
  /** When the first of them was saved. */
  readonly savedAt: number;
  /** The updates that the page doesn't have yet, oldest first. */
  readonly updates: readonly number[];
  /** When the oldest pending change was saved. */
  readonly since: number;
  /** Why the last changes could not be compiled. */
  readonly problem: 'errors' | 'restart' | undefined;
  /** Whether the document failed to apply an update. It can apply no more. */
  readonly isRefused: boolean;
}

/** The state of hot reload in one page. */
export type HotReloadState =
  /** Nothing has changed, so no compiler has been started. */
  | (Pending & { readonly phase: 'asleep' })
  /** The compiler is not ready yet. */
  | (Pending & { readonly phase: 'starting' })
  /** The page has all changes. */
  | (Pending & { readonly phase: 'idle' })
  | (Pending & { readonly phase: 'computing' })
  | (Pending & { readonly phase: 'applying' })
  /** Updates wait until the page continues or has loaded. */
  | (Pending & { readonly phase: 'held' })
  /** The sources have errors, or the page refused an update. */
  | (Pending & { readonly phase: 'failed' })
  | (Pending & { readonly phase: 'needs restart' })
  | { readonly phase: 'over' };

/** An input of the state; `at` is a time in milliseconds. */
export type HotReloadInput =
  /** A change is likely, such as when the user types. */
  | { readonly kind: 'expected' }
  /** The compiler has started. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'saved'; readonly files: readonly string[]; readonly at: number }
  | { readonly kind: 'compiled'; readonly compilation: Compilation }
  | { readonly kind: 'applied'; readonly at: number }
  | { readonly kind: 'refused'; readonly reason: string }
  /** The page continues after a stop. */
  | { readonly kind: 'continued' }
  /** The document was left: by a reload, a navigation or the end of the page. */
  | { readonly kind: 'left' }
  /** A document has loaded, and has applied all updates in the journal before its code ran. */
  | { readonly kind: 'loaded'; readonly at: number }
  | { readonly kind: 'end' };

/** Facts about the page when an input arrives. */
export interface PageFacts {
  /** Whether it stops at a breakpoint, an exception or after a step. */
  readonly isStopped: boolean;
  /** Whether its runtime can apply updates. */
  readonly isLoaded: boolean;
}

/** An action of a transition. */
export type HotReloadEffect =
  /** Start the compiler. */
  | { readonly do: 'start' }
  | { readonly do: 'compile'; readonly files: readonly string[] }
  /** Apply these updates of the journal in the page, in this order. */
  | { readonly do: 'apply'; readonly updates: readonly number[] }
  | { readonly do: 'tell'; readonly outcome: Outcome };

/** The next state and its actions. */
type Transition = readonly [HotReloadState, ...HotReloadEffect[]];

type Phase = HotReloadState['phase'];
type InPhase<P extends Phase> = Extract<HotReloadState, { readonly phase: P }>;
type Active = Exclude<HotReloadState, { readonly phase: 'over' }>;
type Input<K extends HotReloadInput['kind']> = HotReloadInput & { readonly kind: K };
type Row<P extends Phase> = {
  readonly [K in HotReloadInput['kind']]?: (
    state: InPhase<P>,
    input: Input<K>,
    facts: PageFacts,
  ) => Transition;
};

/** The state before the first change. */
export const firstHotReload: HotReloadState = {
  phase: 'asleep',
  saved: [],
  savedAt: 0,
  updates: [],
  since: 0,
  problem: undefined,
  isRefused: false,
};

/** The transitions while nothing is under way. */
const resting = {
  saved: (state: Active, input: Input<'saved'>, facts: PageFacts) =>
    settle(save(state, input), facts),
  continued: (state: Active, _: Input<'continued'>, facts: PageFacts) => settle(state, facts),
  loaded: onApplied,
  refused: onRefused,
};

/** The transitions of each phase. Inputs without an entry are ignored. */
const table: { readonly [P in Phase]: Row<P> } = {
  asleep: {
    expected: (state) => [{ ...state, phase: 'starting' }, { do: 'start' }],
    saved: (state, input) => [{ ...save(state, input), phase: 'starting' }, { do: 'start' }],
  },

  starting: {
    ready: (state, _, facts) => settle(state, facts),
    saved: (state, input) => [save(state, input)],
  },

  idle: resting,
  held: resting,
  failed: resting,
  'needs restart': resting,

  computing: {
    saved: (state, input) => [save(state, input)],
    compiled: onCompiled,
    loaded: (state, { at }) => [
      { ...state, updates: [], isRefused: false },
      ...tellApplied(state, at),
    ],
    refused: (state, { reason }) =>
      telling({ kind: 'refused', reason }, [{ ...state, isRefused: true }]),
  },

  applying: {
    saved: (state, input) => [save(state, input)],
    applied: onApplied,
    refused: onRefused,
    left: (state, _, facts) => settle(state, facts),
    loaded: onApplied,
  },

  over: {},
};

/** Returns the next state and its actions. After the end, all inputs are dropped here. */
export function nextHotReload(
  state: HotReloadState,
  input: HotReloadInput,
  facts: PageFacts,
): Transition {
  if (state.phase === 'over') return [state];
  if (input.kind === 'end') return [{ phase: 'over' }];
  const row = table[state.phase] as Row<Phase>;
  const handle = row[input.kind] as
    ((state: HotReloadState, input: HotReloadInput, facts: PageFacts) => Transition) | undefined;
  return handle?.(state, input, facts) ?? [state];
}

function save<S extends Active>(state: S, { at, files }: Input<'saved'>): S {
  const saved = [...new Set([...state.saved, ...files])];
  return { ...state, saved, savedAt: state.saved.length === 0 ? at : state.savedAt };
}

function onCompiled(
  state: InPhase<'computing'>,
  { compilation }: Input<'compiled'>,
  facts: PageFacts,
): Transition {
  switch (compilation.kind) {
    case 'no change':
      if (state.updates.length > 0) return settle(state, facts);
      return telling(compilation, settle(state, facts));
    case 'errors':
    case 'restart':
      return telling(compilation, settle({ ...state, problem: compilation.kind }, facts));
    case 'update': {
      const next = settle({ ...state, updates: [...state.updates, compilation.update] }, facts);
      if (next[0].phase === 'applying') return next;
      const until = facts.isLoaded && !state.isRefused ? 'continued' : 'loaded';
      return telling({ kind: 'held', until }, next);
    }
  }
}

function onApplied(state: Active, { at }: { readonly at: number }, facts: PageFacts): Transition {
  const [next, ...effects] = settle({ ...state, updates: [], isRefused: false }, facts);
  return [next, ...tellApplied(state, at), ...effects];
}

function onRefused(state: Active, { reason }: Input<'refused'>, facts: PageFacts): Transition {
  return telling({ kind: 'refused', reason }, settle({ ...state, isRefused: true }, facts));
}

/** Starts what is to be done next: applies updates that the page can take now, then compiles what was saved. */
function settle(state: Pending, { isLoaded, isStopped }: PageFacts): Transition {
  const { isRefused, problem, saved, savedAt, since, updates } = state;
  if (updates.length > 0 && isLoaded && !isStopped && !isRefused) {
    return [
      { ...state, phase: 'applying' },
      { do: 'apply', updates },
    ];
  }
  if (saved.length > 0) {
    const first = updates.length > 0 ? since : savedAt;
    const rest = { ...state, saved: [], since: first, problem: undefined };
    return [
      { ...rest, phase: 'computing' },
      { do: 'compile', files: saved },
    ];
  }
  if (problem === 'restart') return [{ ...state, phase: 'needs restart' }];
  if (problem === 'errors' || isRefused) return [{ ...state, phase: 'failed' }];
  return [{ ...state, phase: updates.length > 0 ? 'held' : 'idle' }];
}

function tellApplied({ since, updates }: Pending, at: number): readonly HotReloadEffect[] {
  if (updates.length === 0) return [];
  return [{ do: 'tell', outcome: { kind: 'applied', milliseconds: at - since } }];
}

function telling(outcome: Outcome, [state, ...effects]: Transition): Transition {
  return [state, { do: 'tell', outcome }, ...effects];
}
