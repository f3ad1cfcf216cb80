/** The state of a program that a debug adapter launches, from its preparation to its end. */
export type ProgramState =
  | { readonly phase: 'preparing' }
  | LiveState
  /** It has ended. Its last output is collected. */
  | InPhase<'ending'>
  | { readonly phase: 'over' };

export type LiveState =
  | InPhase<'active'>
  /** Its end is followed by another process. */
  | (InPhase<'replacing'> & { readonly by: Successor })
  /** It was asked to end. */
  | InPhase<'stopping'>
  /** It was asked to end while the editor restarts it. The new debug session is ended, too. */
  | InPhase<'abandoning'>;

/** Whether the adapter restarts the program itself, or the editor with a new debug session and adapter. */
type Successor = 'same session' | 'new session';

interface InPhase<P extends string> {
  readonly phase: P;
  /** Numbers the adapters of the debug sessions. */
  readonly adapter: number;
  /** `running` once its start was reported. */
  readonly progress: 'expected' | 'launched' | 'running';
  readonly pid?: number | undefined;
  readonly exit?: ProgramExit | undefined;
  /** Whether the adapter has stopped debugging. */
  readonly isTerminated?: boolean;
  /** Whether the process has exited. */
  readonly isGone?: boolean;
  readonly wait?: ProgramWait | undefined;
}

/** The exit that the adapter has reported, possibly without a code. */
export interface ProgramExit {
  readonly code: number | undefined;
}

/** What the end of a program waits for. */
export type ProgramWait =
  /** Other processes, which may exit by themselves after the program. */
  | 'leftovers'
  /** The end of the remaining processes. */
  | 'cleanup'
  /** The adapter's report of the end. */
  | 'report'
  /** An adapter that was asked to end its session, or whose program was killed. */
  | 'release'
  /** The new debug session of a restart. */
  | 'successor';

/** An input of a program: a request, or a report. */
export type ProgramInput =
  /** `open`: the editor is about to start the debug session. `overdue`: the grace period is over. */
  | { readonly kind: 'open' | 'stop' | 'overdue' | 'killed' | 'dispose' }
  /** `searched`: its process is known or was not found. `written`: it has written output. */
  | { readonly kind: 'searched' | 'written' | 'gone' }
  /** `quiet`: no more output is expected. `delivered`: all output was reported. */
  | { readonly kind: 'quiet' | 'delivered' }
  | { readonly kind: 'found'; readonly pid: number }
  | { readonly kind: 'waited'; readonly wait: ProgramWait }
  | (AdapterReport & { readonly adapter: number });

/** A report about an adapter and its debug session. */
export type AdapterReport =
  | { readonly kind: 'begun' | 'initialized' | 'launched' | 'restarted' | 'restart refused' }
  | { readonly kind: 'restarting'; readonly by: Successor }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'process'; readonly pid: number | undefined }
  | { readonly kind: 'exited'; readonly exitCode: number | undefined }
  | { readonly kind: 'terminated'; readonly restart: boolean }
  /** `disconnected`: the adapter has answered its last request or ended. */
  | { readonly kind: 'disconnected' | 'session ended' };

/** An action of a transition. */
export type ProgramEffect =
  | { readonly do: 'report start'; readonly pid: number | undefined }
  | { readonly do: 'hold output' | 'release output' | 'collect output' }
  /** `search` is followed by the input `searched`. */
  | { readonly do: 'find process' | 'search' | 'forget process' }
  | { readonly do: 'ask to end' | 'kill late' | 'kill' | 'end session' }
  | { readonly do: 'fail'; readonly message: string }
  | { readonly do: 'finish'; readonly exit: ProgramExit | undefined };
