import type { IdeSession } from '../../protocol/ideSession.ts';
import { invalidListOptions, type StatusCause, StatusError } from '../answers/status.ts';
import { getLabels } from '../resource/labels.ts';
import { parseFieldSelector } from './fieldSelector.ts';
import { readFlag } from './flag.ts';
import { parseLabelSelector } from './labelSelector.ts';

/** The parameters of a list or a watch. */
export interface ListOptions {
  readonly isWatch: boolean;
  /** Whether a session is selected. */
  readonly matches: (session: IdeSession) => boolean;
  /** Whether there is a selector. */
  readonly isSelective: boolean;
  /** The maximum number of sessions in an answer. */
  readonly limit: number | undefined;
  readonly continueToken: string | undefined;
  /** 0 selects any version, `undefined` the latest. */
  readonly version: number | undefined;
  readonly match: VersionMatch | undefined;
  readonly allowsBookmarks: boolean;
  readonly sendsInitialEvents: boolean | undefined;
  /** How long a watch takes, in seconds. */
  readonly timeout: number | undefined;
}

/** The longest time of a watch, in seconds: a week. Node's timers fire at once beyond 24 days. */
const longestWatch = 604_800;

const versionMatches = ['Exact', 'NotOlderThan'] as const;
type VersionMatch = (typeof versionMatches)[number];

/** Reads the parameters of a list or a watch. Throws a StatusError. */
export function parseListOptions(parameters: URLSearchParams): ListOptions {
  const read = (name: string): string | undefined => parameters.get(name) || undefined;
  const labels = read('labelSelector');
  const fields = read('fieldSelector');
  const matchesLabels = parseLabelSelector(labels ?? '');
  const matchesFields = parseFieldSelector(fields ?? '');
  const options = {
    isWatch: readFlag(parameters, 'watch') ?? false,
    matches: (session: IdeSession) => matchesFields(session) && matchesLabels(getLabels(session)),
    isSelective: (labels ?? fields) !== undefined,
    limit: readNumber(parameters, 'limit') || undefined,
    continueToken: read('continue'),
    version: readNumber(parameters, 'resourceVersion'),
    match: read('resourceVersionMatch') as VersionMatch | undefined,
    allowsBookmarks: readFlag(parameters, 'allowWatchBookmarks') ?? false,
    sendsInitialEvents: readFlag(parameters, 'sendInitialEvents'),
    timeout: readTimeout(parameters),
  };
  const causes = [...(options.isWatch ? watchCauses(options) : listCauses(options))];
  if (causes.length > 0) throw invalidListOptions(causes);
  return options;
}

function readTimeout(parameters: URLSearchParams): number | undefined {
  const seconds = readNumber(parameters, 'timeoutSeconds') || undefined;
  return seconds && Math.min(seconds, longestWatch);
}

function readNumber(parameters: URLSearchParams, name: string): number | undefined {
  const text = parameters.get(name) || undefined;
  if (text === undefined) return undefined;
  const number = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(number)) return number;
  throw new StatusError('BadRequest', `${name}: Invalid value: "${text}": must be a number`);
}

/** What API servers don't accept together in a list. */
function* listCauses(options: ListOptions): Generator<StatusCause> {
  const { continueToken, match, sendsInitialEvents, version } = options;
  if (sendsInitialEvents !== undefined) {
    yield forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list');
  }
  if (match === undefined) return;
  if (version === undefined) {
    yield forbidden(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden unless resourceVersion is provided',
    );
  }
  if (continueToken !== undefined) {
    yield forbidden(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden when continue is provided',
    );
  }
  if (!versionMatches.includes(match)) yield notSupported(match, versionMatches);
  if (match === 'Exact' && version === 0) {
    yield forbidden(
      'resourceVersionMatch',
      'resourceVersionMatch "Exact" is forbidden for resourceVersion "0"',
    );
  }
}

/** What API servers don't accept together in a watch. */
function* watchCauses(options: ListOptions): Generator<StatusCause> {
  const { allowsBookmarks, match, sendsInitialEvents } = options;
  if (sendsInitialEvents === undefined) {
    if (match === undefined) return;
    yield forbidden(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    );
    return;
  }
  if (match === undefined) {
    yield forbidden(
      'resourceVersionMatch',
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    );
  } else if (match !== 'NotOlderThan') yield notSupported(match, ['NotOlderThan']);
  if (sendsInitialEvents && !allowsBookmarks) {
    yield forbidden('sendInitialEvents', 'sendInitialEvents requires allowWatchBookmarks');
  }
}

function forbidden(field: string, message: string): StatusCause {
  return { reason: 'FieldValueForbidden', message: `Forbidden: ${message}`, field };
}

function notSupported(value: string, supported: readonly string[]): StatusCause {
  const values = supported.map((one) => `"${one}"`).join(', ');
  return {
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: "${value}": supported values: ${values}`,
    field: 'resourceVersionMatch',
  };
}
