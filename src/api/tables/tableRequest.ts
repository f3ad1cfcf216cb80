import type { IncomingMessage } from 'node:http';
import { getAccepted, jsonTypes } from '../answers/accept.ts';
import { StatusError } from '../answers/status.ts';
import { getParameters } from '../../common/server/target.ts';

/** What the rows of a table contain of their sessions in addition to the cells. */
const contents = ['None', 'Metadata', 'Object'] as const;
type RowContent = (typeof contents)[number];

/** A request for a table instead of the objects themselves. */
export interface TableRequest {
  readonly apiVersion: 'meta.k8s.io/v1' | 'meta.k8s.io/v1beta1';
  readonly rowContent: RowContent;
}

/**
 * Returns how a client wants the answer to a read: as a table, or as objects (`undefined`). The first form
 * in its Accept header that is served decides. Throws a StatusError if none is, or if the parameter
 * `includeObject` is invalid.
 */
export function getTableRequest(request: IncomingMessage): TableRequest | undefined {
  for (const { parameters, type } of getAccepted(request)) {
    if (!jsonTypes.has(type)) continue;
    const form = parameters.get('as');
    if (form === undefined) return undefined;
    const version = parameters.get('v') ?? '';
    if (form !== 'Table' || parameters.get('g') !== 'meta.k8s.io') continue;
    if (version !== 'v1' && version !== 'v1beta1') continue;
    return { apiVersion: `meta.k8s.io/${version}`, rowContent: getRowContent(request) };
  }
  throw new StatusError(
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/json;as=Table;v=v1;g=meta.k8s.io',
  );
}

function getRowContent(request: IncomingMessage): RowContent {
  const asked = getParameters(request).get('includeObject') ?? 'Metadata';
  const known = contents.find((content) => content === asked);
  if (known !== undefined) return known;
  throw new StatusError('BadRequest', `includeObject must be one of ${contents.join(', ')}`);
}
