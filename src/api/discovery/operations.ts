import type { queryParameters } from './queryParameters.ts';

/** An operation of the API, as OpenAPI describes it. */
export interface Operation {
  readonly method: 'delete' | 'get' | 'patch' | 'post' | 'put';
  /** The value of `x-kubernetes-action`. */
  readonly action: string;
  readonly id: string;
  readonly description: string;
  /** The names of its query parameters. */
  readonly query: readonly (keyof typeof queryParameters)[];
  readonly body?: 'object' | 'patch';
  /** The HTTP status, if it isn't the usual one of the method. */
  readonly success?: 202;
  readonly answer: 'list' | 'object' | 'text';
}

const selection = ['labelSelector', 'fieldSelector'] as const;
const page = ['limit', 'continue', 'resourceVersion', 'resourceVersionMatch'] as const;
const watch = ['watch', 'timeoutSeconds', 'allowWatchBookmarks', 'sendInitialEvents'] as const;
const lines = ['follow', 'tail', 'skip', 'limit', 'source', 'timestamps', 'line_numbers'] as const;
// kubectl leaves validation to servers whose patch takes fieldValidation.
const writes = ['dryRun', 'fieldManager', 'fieldValidation'] as const;

/** The operations by what follows the path of all sessions. */
export const operations: Readonly<Record<string, readonly Operation[]>> = {
  '': [
    {
      method: 'get',
      action: 'list',
      id: 'listIdeSession',
      description: 'Lists or watches sessions.',
      query: [...selection, ...page, ...watch],
      answer: 'list',
    },
    {
      method: 'post',
      action: 'post',
      id: 'createIdeSession',
      description: 'Creates a session.',
      query: writes,
      body: 'object',
      answer: 'object',
    },
    {
      method: 'delete',
      action: 'deletecollection',
      id: 'deleteCollectionIdeSession',
      description: 'Deletes the selected sessions.',
      query: [...selection, 'dryRun', 'propagationPolicy'],
      answer: 'list',
    },
  ],
  '/{name}': [
    ...describeChanges('', 'a session'),
    {
      method: 'delete',
      action: 'delete',
      id: 'deleteIdeSession',
      description: 'Deletes a session, which is stopped first.',
      query: ['dryRun', 'propagationPolicy'],
      answer: 'object',
    },
  ],
  '/{name}/log': [
    {
      method: 'get',
      action: 'connect',
      id: 'readIdeSessionLog',
      description: 'Reads the output of a session.',
      query: lines,
      answer: 'text',
    },
  ],
  '/{name}/recreate': [
    {
      method: 'post',
      action: 'connect',
      id: 'recreateIdeSession',
      description:
        'Replaces the program of a session once the next one is built. The condition Recreated tells how it went.',
      query: [],
      success: 202,
      answer: 'object',
    },
  ],
  '/{name}/status': describeChanges('Status', 'the status of a session'),
};

/** The operations that a session and its status have in common. */
function describeChanges(suffix: string, subject: string): readonly Operation[] {
  return [
    {
      method: 'get',
      action: 'get',
      id: `readIdeSession${suffix}`,
      description: `Reads ${subject}.`,
      query: ['resourceVersion'],
      answer: 'object',
    },
    {
      method: 'put',
      action: 'put',
      id: `replaceIdeSession${suffix}`,
      description: `Replaces ${subject}.`,
      query: writes,
      body: 'object',
      answer: 'object',
    },
    {
      method: 'patch',
      action: 'patch',
      id: `patchIdeSession${suffix}`,
      description: `Changes ${subject}.`,
      query: writes,
      body: 'patch',
      answer: 'object',
    },
  ];
}
