// What the API serves, in the two forms in which clients ask for it: plain, or aggregated in one answer.

import { apiVersion, group, version } from '../resource/kind.ts';
import type { AggregatedVersion } from './discoveryForm.ts';
import {
  servedResources,
  type ServedResource,
  sessionResource,
  sessionSubresources,
} from './resources.ts';

const groupVersion = { groupVersion: apiVersion, version };

const apiGroup = { name: group, versions: [groupVersion], preferredVersion: groupVersion };

/** The plain answer to `/api`: there are no resources without a group. */
export const legacyVersions = {
  kind: 'APIVersions',
  apiVersion: 'v1',
  versions: [],
  serverAddressByClientCIDRs: [],
};

/** The plain answer to `/apis`. */
export const groupList = { kind: 'APIGroupList', apiVersion: 'v1', groups: [apiGroup] };

/** The answer to the path of the group. */
export const groupDescription = { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup };

/** The answer to the path of the group's version. */
export const resourceList = {
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: apiVersion,
  resources: servedResources.map((resource) => ({ ...resource, namespaced: false })),
};

/** Returns the aggregated answer to `/api`. */
export function describeLegacyGroup(asked: AggregatedVersion): object {
  return aggregate(asked, []);
}

/** Returns the aggregated answer to `/apis`. */
export function describeGroups(asked: AggregatedVersion): object {
  const { kind, shortNames, categories, singularName, verbs } = sessionResource;
  const resource = {
    resource: sessionResource.name,
    responseKind: toResponseKind(kind),
    scope: 'Cluster',
    singularResource: singularName,
    verbs,
    shortNames,
    categories,
    subresources: sessionSubresources.map(toSubresource),
  };
  const versions = [{ version, resources: [resource], freshness: 'Current' }];
  return aggregate(asked, [{ metadata: { name: group, creationTimestamp: null }, versions }]);
}

function aggregate(asked: AggregatedVersion, items: readonly object[]): object {
  const discovery = `apidiscovery.k8s.io/${asked}`;
  return { kind: 'APIGroupDiscoveryList', apiVersion: discovery, metadata: {}, items };
}

function toSubresource({ kind, name, verbs }: ServedResource): object {
  return { subresource: name.split('/')[1], responseKind: toResponseKind(kind), verbs };
}

function toResponseKind(kind: string): object {
  return { group, version, kind };
}
