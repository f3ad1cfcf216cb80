import * as z from 'zod/mini';
import { StatusError, type StatusCause } from '../answers/status.ts';
import { apiVersion, kind } from './kind.ts';

// In Kubernetes, `null` means that a field is absent.

const text = z.nullish(z.string('must be a string'));
const texts = z.nullish(z.array(z.string('must be a string'), 'must be a list'));
const namedTexts = z.nullish(
  z.record(z.string(), z.string('must be a string'), 'must be an object'),
);

const metadataSchema = z.looseObject(
  {
    name: text,
    generateName: text,
    uid: text,
    resourceVersion: text,
    creationTimestamp: text,
    deletionTimestamp: text,
    labels: namedTexts,
    annotations: namedTexts,
    finalizers: texts,
    ownerReferences: z.nullish(z.array(z.unknown(), 'must be a list')),
  },
  'must be an object',
);

const variableSchema = z.looseObject(
  { name: z.string('must be a string'), value: text },
  'must be an object',
);

const specSchema = z.looseObject(
  {
    launchConfigurations: text,
    args: texts,
    env: z.nullish(z.array(variableSchema, 'must be a list')),
    desiredState: text,
  },
  'must be an object',
);

const writtenSchema = z.looseObject({
  metadata: z.nullish(metadataSchema),
  spec: z.nullish(specSchema),
  status: z.optional(z.unknown()),
});

export type WrittenMetadata = z.infer<typeof metadataSchema>;
export type WrittenSpec = z.infer<typeof specSchema>;

/** An object as a client sent it, with the right types and otherwise unchecked. */
export interface WrittenSession {
  readonly metadata: WrittenMetadata;
  readonly spec: WrittenSpec;
  readonly status: unknown;
}

/** An object with the right types, or what is wrong with it. */
export type ParsedSession =
  | { readonly kind: 'written'; readonly written: WrittenSession }
  | { readonly kind: 'invalid'; readonly causes: readonly StatusCause[] };

/** Parses an object that a client sent. Throws a StatusError if it is an object of another kind. */
export function parseSession(body: unknown): ParsedSession {
  assertKind(body);
  const result = writtenSchema.safeParse(body);
  if (!result.success) return { kind: 'invalid', causes: result.error.issues.map(toCause) };
  const { metadata, spec, status } = result.data;
  return { kind: 'written', written: { metadata: metadata ?? {}, spec: spec ?? {}, status } };
}

/** Objects may omit their kind, which the path tells. */
function assertKind(body: unknown): void {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new StatusError('BadRequest', `the body must be an object of the kind ${kind}`);
  }
  const object = body as { kind?: unknown; apiVersion?: unknown };
  const isKind = (object.kind ?? '') === '' || object.kind === kind;
  const isVersion = (object.apiVersion ?? '') === '' || object.apiVersion === apiVersion;
  if (isKind && isVersion) return;
  throw new StatusError(
    'BadRequest',
    `the object in the body must have the kind ${kind} and the apiVersion ${apiVersion}`,
  );
}

/** Tells where an object is invalid, but not what it contains there. */
export function toCause({
  message,
  path,
}: Pick<z.core.$ZodIssue, 'message' | 'path'>): StatusCause {
  const field = path
    .map((segment) => (typeof segment === 'number' ? `[${segment}]` : `.${String(segment)}`))
    .join('')
    .replace(/^\./, '');
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${message}` };
}
