import { StatusError } from '../answers/status.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import { readFlag } from '../query/flag.ts';

/** The parameters of a log, as DCP names them. */
export interface LogOptions {
  /** Absent for sources that sessions don't have: they have no output. */
  readonly stream: OutputStream | undefined;
  /** Whether lines that are written later are sent, until the session ends. */
  readonly follow: boolean;
  /** How many of the last lines there are now are sent. */
  readonly tail: number | undefined;
  /** How many of the first lines are left out. */
  readonly skip: number;
  /** How many lines are sent. */
  readonly limit: number;
  readonly hasTimestamps: boolean;
  readonly hasLineNumbers: boolean;
}

const sources: ReadonlyMap<string, OutputStream | undefined> = new Map([
  ['stdout', 'stdout'],
  ['stderr', 'stderr'],
  ['startup_stdout', undefined],
  ['startup_stderr', undefined],
  ['system', undefined],
]);

/** Reads the parameters of a log. Throws a StatusError. */
export function parseLogOptions(parameters: URLSearchParams): LogOptions {
  const source = parameters.get('source') || 'stdout';
  if (!sources.has(source)) {
    throw refused(`source must be one of ${[...sources.keys()].join(', ')}`);
  }
  const follow = readFlag(parameters, 'follow') ?? false;
  const tail = readCount(parameters, 'tail');
  const skip = readCount(parameters, 'skip');
  const limit = readCount(parameters, 'limit');
  if (tail === 0) throw refused('tail must be greater than 0');
  if (limit === 0) throw refused('limit must be greater than 0');
  if (follow && limit !== undefined) throw refused('limit cannot be used with follow');
  if (tail !== undefined && skip !== undefined) throw refused('skip cannot be used with tail');
  return {
    stream: sources.get(source),
    follow,
    tail,
    skip: skip ?? 0,
    limit: limit ?? Infinity,
    hasTimestamps: readFlag(parameters, 'timestamps') ?? false,
    hasLineNumbers: readFlag(parameters, 'line_numbers') ?? false,
  };
}

function readCount(parameters: URLSearchParams, name: string): number | undefined {
  const text = parameters.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d{1,15}$/.test(text)) throw refused(`${name} must be a number that is not negative`);
  return Number(text);
}

function refused(message: string): StatusError {
  return new StatusError('BadRequest', message);
}
