import type { IncomingMessage, ServerResponse } from 'node:http';
import { assertAcceptsJson } from '../answers/accept.ts';
import { apiVersion, group } from '../resource/kind.ts';
import { sendCacheable } from './cacheable.ts';
import {
  describeGroups,
  describeLegacyGroup,
  groupDescription,
  groupList,
  legacyVersions,
  resourceList,
} from './discovery.ts';
import { type AggregatedVersion, getDiscoveryForm } from './discoveryForm.ts';
import { describeGroup, describeIndex, descriptionPath } from './openApi.ts';
import { serverVersion } from './version.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** What describes the API and its server, by path. */
export const discoveryRoutes: Readonly<Record<string, Handler>> = {
  '/api': negotiate(legacyVersions, describeLegacyGroup),
  '/apis': negotiate(groupList, describeGroups),
  [`/apis/${group}`]: plain(() => groupDescription),
  [`/apis/${apiVersion}`]: plain(() => resourceList),
  '/version': plain(() => serverVersion),
  '/openapi/v3': plain(describeIndex),
  [descriptionPath]: sendDescription,
};

const jsonType = 'application/json';

/** Answers in the plain or in the aggregated form, as the client asks. */
function negotiate(inPlain: object, aggregate: (asked: AggregatedVersion) => object): Handler {
  return (request, response) => {
    const form = getDiscoveryForm(request);
    response.setHeader('Vary', 'Accept');
    // Clients take an aggregated answer for a plain one unless its type says so.
    const [value, type] =
      form === 'plain'
        ? [inPlain, jsonType]
        : [aggregate(form), `${jsonType};g=apidiscovery.k8s.io;v=${form};as=APIGroupDiscoveryList`];
    sendCacheable(request, response, { body: JSON.stringify(value), type, lifetime: 'none' });
  };
}

function plain(getValue: () => object): Handler {
  return (request, response) => {
    assertAcceptsJson(request);
    const body = JSON.stringify(getValue());
    sendCacheable(request, response, { body, type: jsonType, lifetime: 'none' });
  };
}

/** The address in the index contains the hash, so its content never changes. */
function sendDescription(request: IncomingMessage, response: ServerResponse): void {
  assertAcceptsJson(request);
  const { hash, text } = describeGroup();
  const isAddressed = new URL(request.url ?? '', 'https://host').searchParams.get('hash') === hash;
  const lifetime = isAddressed ? 'forever' : 'none';
  sendCacheable(request, response, { body: text, type: jsonType, lifetime });
}
