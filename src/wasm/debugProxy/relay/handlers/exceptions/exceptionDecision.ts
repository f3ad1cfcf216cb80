import { type Clock, withTimeout } from '../../../../../common/clock.ts';
import type { FolderLink } from '../../../../../dotnet/files/folderLink.ts';
import type { ExceptionEnd, StopAnswers, StopException } from '../../answers/stopAnswers.ts';
import type { RelayTarget } from '../../handler.ts';

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
  readonly answers: StopAnswers;
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
export type KnownExceptions = Map<number, ExceptionEnd>;

/** Decides whether an exception stops. */
export async function decideInTime(
  stop: ExceptionStop,
  known: KnownExceptions,
  target: RelayTarget,
  { answers, clock }: ExceptionPorts,
): Promise<Report> {
  const over = new AbortController();
  const exception = answers.exception(target, stop.id, stop.userFrames, over.signal);
  const deciding = decide(stop, known, exception).catch(() => unknown);
  const report = await withTimeout(clock, decisionLimit, deciding, unknown);
  over.abort();
  return report;
}

async function decide(
  { filter, id, isUncaught }: ExceptionStop,
  known: KnownExceptions,
  exception: StopException,
): Promise<Report> {
  const before = known.get(id);
  if (before !== undefined) {
    const thrower = await exception.thrower();
    // At each await .NET throws the exception again, and so does a `finally` that awaits.
    if (thrower === 'framework' || (thrower === 'compiler' && before === 'uncaught')) {
      return skipped;
    }
  }
  const found = await exception.end();
  if (found.kind === 'external') return skipped;
  const end = isUncaught ? 'uncaught' : found.kind;
  known.set(id, end);
  if (filter !== 'all' && filter !== end) return skipped;
  const text = await found.describe(end).catch(() => undefined);
  return { kind: 'reported', isUncaught: end === 'uncaught', text };
}
