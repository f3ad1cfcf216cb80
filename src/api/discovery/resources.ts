import { kind, plural } from '../resource/kind.ts';

/** A resource that the API serves, as discovery describes it. */
export interface ServedResource {
  /** The plural, with the subresource behind a slash if there is one. */
  readonly name: string;
  readonly singularName: string;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

/** The sessions. */
export const sessionResource: ServedResource = {
  name: plural,
  singularName: 'idesession',
  kind,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  shortNames: ['ides'],
  categories: ['all'],
};

/** The subresources of a session. */
export const sessionSubresources: readonly ServedResource[] = [
  { name: `${plural}/log`, singularName: '', kind, verbs: ['get'] },
  { name: `${plural}/recreate`, singularName: '', kind, verbs: ['create'] },
  { name: `${plural}/status`, singularName: '', kind, verbs: ['get', 'patch', 'update'] },
];

/** Everything that the API serves. Discovery and access reviews are derived from it. */
export const servedResources: readonly ServedResource[] = [sessionResource, ...sessionSubresources];
