import type { IncomingMessage } from 'node:http';
import { StatusError } from './status.ts';

/** A media type of an Accept header. */
export interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Returns the media types that a client accepts, by their weights and then in its order, with wildcards after
 * the others; anything if it sends no header.
 */
export function getAccepted({ headers }: IncomingMessage): readonly MediaRange[] {
  const { accept = '*/*' } = headers;
  return accept
    .split(',')
    .map((text) => {
      const [type = '', ...parameters] = text.split(';').map((part) => part.trim());
      return { type: type.toLowerCase(), parameters: new Map(parameters.map(toPair)) };
    })
    .filter((range) => getWeight(range) > 0)
    .toSorted(
      (one, other) =>
        getWeight(other) - getWeight(one) || countWildcards(one) - countWildcards(other),
    );
}

/** A missing or invalid weight counts as 1, as in Kubernetes. */
function getWeight({ parameters }: MediaRange): number {
  const weight = Number(parameters.get('q') || 1);
  return Number.isNaN(weight) ? 1 : weight;
}

function countWildcards({ type }: MediaRange): number {
  return type.split('*').length;
}

function toPair(parameter: string): [string, string] {
  const [name = '', ...value] = parameter.split('=');
  return [name.trim().toLowerCase(), value.join('=').trim()];
}

/** The media types that JSON matches. */
export const jsonTypes: ReadonlySet<string> = new Set(['application/json', 'application/*', '*/*']);

/** Throws a StatusError if a client doesn't accept plain JSON. */
export function assertAcceptsJson(request: IncomingMessage): void {
  // Most clients send nothing else.
  if (jsonTypes.has(request.headers.accept ?? '*/*')) return;
  const acceptsJson = getAccepted(request).some(
    ({ parameters, type }) => jsonTypes.has(type) && !parameters.has('as'),
  );
  if (acceptsJson) return;
  throw new StatusError(
    'NotAcceptable',
    'only the following media types are accepted: application/json',
  );
}
