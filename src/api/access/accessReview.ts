import type { RequestHandler } from 'express';
import { assertAcceptsJson } from '../answers/accept.ts';
import { sendJson } from '../answers/send.ts';
import { healthPaths } from '../discovery/health.ts';
import { discoveryRoutes } from '../discovery/routes.ts';
import { servedResources } from '../discovery/resources.ts';
import { group, version } from '../resource/kind.ts';
import { readReview, type ReviewSpec } from './reviewRequest.ts';

/** The path of reviews, to which `kubectl auth can-i` posts. */
export const reviewPath = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** Answers whether a client may do something. Clients with the token may do everything that the API serves. */
export const reviewAccess: RequestHandler = async (request, response) => {
  assertAcceptsJson(request);
  const spec = await readReview(request);
  const allowed = isServed(spec);
  const review = {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec,
    status: { allowed, ...(!allowed && { reason: 'IDE Session Host does not serve this' }) },
  };
  sendJson(response, JSON.stringify(review), 201);
};

const servedPaths = [...Object.keys(discoveryRoutes), ...healthPaths];

function isServed({ nonResourceAttributes, resourceAttributes }: ReviewSpec): boolean {
  if (resourceAttributes !== undefined) {
    const { resource, subresource, verb } = resourceAttributes;
    const name = subresource === '' ? resource : `${resource}/${subresource}`;
    return (
      matches(resourceAttributes.group, group) &&
      (resourceAttributes.version === '' || matches(resourceAttributes.version, version)) &&
      servedResources.some(
        (served) => matches(name, served.name) && served.verbs.some((one) => matches(verb, one)),
      )
    );
  }
  if (nonResourceAttributes === undefined) return false;
  const { path, verb } = nonResourceAttributes;
  return matches(verb, 'get') && servedPaths.some((served) => matches(path, served));
}

function matches(asked: string, served: string): boolean {
  return asked === '*' || asked === served;
}
