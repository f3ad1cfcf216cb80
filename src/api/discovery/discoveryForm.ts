import type { IncomingMessage } from 'node:http';
import { getAccepted, jsonTypes } from '../answers/accept.ts';
import { StatusError } from '../answers/status.ts';

/** The versions of aggregated discovery. */
export type AggregatedVersion = 'v2' | 'v2beta1';

/** Returns the first form of discovery in a client's Accept header that is served. Throws a StatusError if none is. */
export function getDiscoveryForm(request: IncomingMessage): AggregatedVersion | 'plain' {
  for (const { parameters, type } of getAccepted(request)) {
    if (!jsonTypes.has(type)) continue;
    const form = parameters.get('as');
    if (form === undefined) return 'plain';
    const version = parameters.get('v');
    const isDiscovery =
      form === 'APIGroupDiscoveryList' && parameters.get('g') === 'apidiscovery.k8s.io';
    if (isDiscovery && (version === 'v2' || version === 'v2beta1')) return version;
  }
  throw new StatusError(
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  );
}
