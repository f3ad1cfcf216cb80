import { collectionPath, group, kind, listKind, version } from '../resource/kind.ts';
import { type Operation, operations } from './operations.ts';
import { queryParameters } from './queryParameters.ts';

/** Returns the paths of the API with their operations, as OpenAPI describes them. */
export function describePaths(): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(operations).map(([suffix, own]) => [
      `${collectionPath}${suffix}`,
      {
        ...Object.fromEntries(own.map((one) => [one.method, describeOperation(one)])),
        ...(suffix !== '' && { parameters: [nameParameter] }),
      },
    ]),
  );
}

const nameParameter = {
  name: 'name',
  in: 'path',
  required: true,
  schema: { type: 'string' },
  description: 'The name of the session.',
};

function describeOperation(operation: Operation): object {
  const { action, answer, body, description, id, method, query } = operation;
  const success = operation.success ?? (method === 'post' ? 201 : 200);
  const response = { description: 'Success', content: answers[answer] };
  return {
    operationId: id,
    description,
    parameters: query.map(describeParameter),
    ...(body && { requestBody: { required: true, content: bodies[body] } }),
    responses: { [success]: response },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
  };
}

function describeParameter(name: keyof typeof queryParameters): object {
  const [schema, description] = queryParameters[name];
  return { name, in: 'query', schema, description };
}

/** Returns the reference to the schema of a kind. */
export function referTo(kindName: string): object {
  return { $ref: `#/components/schemas/${kindName}` };
}

const bodies = {
  object: { 'application/json': { schema: referTo(kind) } },
  // kubectl sends strategic patches where they are listed, and merge patches otherwise.
  patch: {
    'application/json-patch+json': { schema: { type: 'array', items: { type: 'object' } } },
    'application/merge-patch+json': { schema: { type: 'object' } },
  },
} satisfies Record<NonNullable<Operation['body']>, object>;

const answers = {
  list: { 'application/json': { schema: referTo(listKind) } },
  object: { 'application/json': { schema: referTo(kind) } },
  text: { 'text/plain': { schema: { type: 'string' } } },
} satisfies Record<Operation['answer'], object>;
