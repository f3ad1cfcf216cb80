import { type Clock, withTimeout } from '../../../../../common/clock.ts';
import type { FolderLink } from '../../../../../dotnet/files/folderLink.ts';
import { readStack } from '../../../evaluation/runtime/stack.ts';
import type { PausedRuntime } from '../../../evaluation/runtime/pausedRuntime.ts';
import { findBlazorEnd } from '../../../exceptions/errorBoundary.ts';
import { describeEnd, describeException } from '../../../exceptions/exceptionText.ts';
import { type Fate, findFate, findThrower, type Thrown } from '../../../exceptions/fate.ts';
import type { RelayTarget } from '../../handler.ts';
import type { PageRuntimes } from '../../pageRuntimes.ts';

/** How long it may take to decide whether an exception stops, in milliseconds: less than a handler may hold the stop. */
const decisionLimit = 8_000;

/** The exceptions at which the debugger stops, as the protocol names them. */
export type ExceptionFilter = 'none' | 'uncaught' | 'caught' | 'all';

/** An exception of C# that a page has stopped at. */
interface ExceptionStop {
  /** The runtime's number of the exception. */
  readonly id: number;
  readonly filter: ExceptionFilter;
  readonly userFrames: ReadonlySet<number>;
  /** Whether the runtime knows that nothing catches it. */
  readonly isUncaught: boolean;
}

export interface ExceptionPorts {
  readonly clock: Clock;
  readonly runtimes: PageRuntimes;
  /** The symbolic link through which the app's sources were opened. */
  readonly link: FolderLink | undefined;
}

/** How an exception is reported. */
export type Report =
  | { readonly kind: 'skipped' }
  | {
      readonly kind: 'reported';
      readonly isUncaught: boolean;
      /** Its type and message, if they could be read. */
      readonly text: string | undefined;
    };

const skipped: Report = { kind: 'skipped' };
/** If it is not known where an exception ends, the page stops. */
const unknown: Report = { kind: 'reported', isUncaught: true, text: undefined };

/** Where exceptions end that came to user code before, by their numbers. */
export type KnownExceptions = Map<number, Fate['kind']>;

/** Decides whether an exception stops. */
export async function decideInTime(
  stop: ExceptionStop,
  known: KnownExceptions,
  target: RelayTarget,
  { clock, runtimes }: ExceptionPorts,
): Promise<Report> {
  const over = new AbortController();
  const runtime = runtimes.open(target, () => over.signal.aborted);
  if (runtime === undefined) return unknown;
  const deciding = decide(stop, known, runtime).catch(() => unknown);
  const report = await withTimeout(clock, decisionLimit, deciding, unknown);
  over.abort();
  return report;
}

async function decide(
  { filter, id, isUncaught, userFrames }: ExceptionStop,
  known: KnownExceptions,
  runtime: PausedRuntime,
): Promise<Report> {
  const stack = await readStack(runtime.agent);
  const before = known.get(id);
  if (before !== undefined) {
    const thrower = await findThrower({ stack, userFrames }, runtime);
    // At each await .NET throws the exception again, and so does a `finally` that awaits.
    if (thrower === 'framework' || (thrower === 'compiler' && before === 'uncaught')) {
      return skipped;
    }
  }
  const type = await runtime.agent.typeOfObject(id);
  const thrown: Thrown = { exception: { kind: 'object', id, type }, stack, userFrames };
  const found = await findFate(thrown, runtime);
  if (found.kind === 'external') return skipped;
  const fate: Fate = isUncaught && found.kind === 'caught' ? { kind: 'uncaught', left: [] } : found;
  known.set(id, fate.kind);
  if (filter !== 'all' && filter !== fate.kind) return skipped;
  const text = await describe(thrown, fate, runtime).catch(() => undefined);
  return { kind: 'reported', isUncaught: fate.kind === 'uncaught', text };
}

async function describe(
  { exception }: Thrown,
  fate: Fate,
  runtime: PausedRuntime,
): Promise<string> {
  const text = await describeException(exception, runtime);
  if (fate.kind !== 'uncaught') return text;
  // Blazor may keep what it knows of components in another way.
  const end = await findBlazorEnd(fate.left, runtime).catch(() => undefined);
  return end === undefined ? text : `${text} (${describeEnd(end)})`;
}
