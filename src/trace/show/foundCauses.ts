import type { RecordOf, TraceRecord } from '../schema.ts';
import { OpenRequests } from './openRequests.ts';

type Passed = RecordOf<'passed'>;

const continuing: ReadonlySet<string> = new Set([
  'Debugger.pause',
  'Debugger.resume',
  'Debugger.stepInto',
  'Debugger.stepOver',
  'Debugger.stepOut',
]);
const exceptions: ReadonlySet<string> = new Set(['exception', 'promiseRejection', 'assert']);
/** Stops without a breakpoint that a command has led to. */
const continued: ReadonlySet<string> = new Set(['step', 'debugCommand', 'ambiguous', 'other']);

/**
 * Returns the records with causes that were not recorded: those of messages of debug relays and what these asked, of
 * stops that debuggers report, of changes that a watch reports, and of requested sessions. Messages come from sockets,
 * so only what they are about tells to what they belong.
 */
export function findCauses(records: readonly TraceRecord[]): readonly TraceRecord[] {
  const finder = new CauseFinder();
  return records.map((record) => {
    const cause = record.cause ?? finder.find(record);
    finder.remember(record, cause);
    return cause === undefined ? record : { ...record, cause };
  });
}

/** Remembers the last record of each thing that can be a cause. */
class CauseFinder {
  readonly #last = new Map<string, number>();
  readonly #requests = new OpenRequests();

  find(record: TraceRecord): number | undefined {
    switch (record.kind) {
      case 'passed':
        return this.#findOfPassed(record);
      case 'asked':
        return this.#last.get(`${toPlace(record)} decision`);
      case 'adapter':
        return record.event === 'stopped' ? this.#takeStop(record.session) : undefined;
      case 'changed':
        return record.by === 'watch' ? this.#last.get('files') : undefined;
      default:
        return this.#requests.find(record);
    }
  }

  /** Takes a record with its cause. */
  remember(record: TraceRecord, cause: number | undefined): void {
    this.#requests.remember(record, cause);
    if (record.kind === 'files') this.#last.set('files', record.id);
    if (record.kind === 'asked') this.#last.set(`${toPlace(record)} decision`, record.id);
    if (record.kind === 'passed') for (const key of toKeys(record)) this.#last.set(key, record.id);
  }

  /** Each stop that a relay tells is reported once. */
  #takeStop(session: string | undefined): number | undefined {
    const key = `${session} stop`;
    const stop = this.#last.get(key);
    this.#last.delete(key);
    return stop;
  }

  #findOfPassed(record: Passed): number | undefined {
    const { form, method, stop, way } = record;
    const place = toPlace(record);
    const command = toCommand(record);
    if (command !== undefined) {
      const before = this.#last.get(command);
      if (before !== undefined || form === 'answer') return before;
      // The relay decides by itself that the page goes on.
      const isOwn = record.own !== undefined && continuing.has(method);
      return isOwn ? this.#last.get(`${place} decision`) : undefined;
    }
    if (way === 'to debugger') {
      const isDecided = stop !== undefined || record.console === 'log';
      return this.#last.get(isDecided ? `${place} decision` : `${place} ${method}`);
    }
    if (stop !== undefined) return this.#findOfStop(record, stop);
    return method === 'Debugger.resumed' ? this.#last.get(`${place} continuing`) : undefined;
  }

  /** What has set the breakpoint or asked for stops at exceptions, or what let the page go on before. */
  #findOfStop(record: Passed, { hits, reason }: NonNullable<Passed['stop']>): number | undefined {
    const place = toPlace(record);
    const [breakpoint] = hits.flatMap((hit) => this.#last.get(toBreakpoint(record, hit)) ?? []);
    if (breakpoint !== undefined) return breakpoint;
    if (exceptions.has(reason)) return this.#last.get(`${place} exceptions`);
    return continued.has(reason) ? this.#last.get(`${place} continuing`) : undefined;
  }
}

/** For what a message can be the cause of others. */
function toKeys(record: Passed): readonly string[] {
  const { breakpoint, form, method, session, stop, way } = record;
  const place = toPlace(record);
  const command = toCommand(record);
  const isFrom = way.startsWith('from');
  const isCommand = form === 'command';
  const keys = {
    [`${command}`]: command !== undefined,
    [`${place} ${method}`]: form === 'event' && isFrom,
    [`${place} continuing`]: (isCommand || isFrom) && continuing.has(method),
    [`${place} exceptions`]: isCommand && method === 'Debugger.setPauseOnExceptions',
    [`${place} decision`]: stop !== undefined && isFrom,
    [`${session} stop`]: stop !== undefined && way === 'to debugger',
    [toBreakpoint(record, { breakpoint })]:
      breakpoint !== undefined && isFrom && method === 'Debugger.setBreakpointByUrl',
  };
  return Object.keys(keys).filter((key) => keys[key]);
}

/** Names a page or worker of a relay. */
function toPlace({ relay, target }: Pick<Passed, 'relay' | 'target'>): string {
  return `relay ${relay} ${target}`;
}

/** Names a command and its answer, at whichever side of the relay; `undefined` for events. */
function toCommand({ command, own, relay }: Passed): string | undefined {
  if (command !== undefined) return `relay ${relay} command ${command}`;
  return own === undefined ? undefined : `relay ${relay} own ${own}`;
}

function toBreakpoint(
  record: Passed,
  { breakpoint }: { readonly breakpoint?: string | undefined },
): string {
  return `${toPlace(record)} ${breakpoint}`;
}
