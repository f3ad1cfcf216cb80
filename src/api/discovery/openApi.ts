// The OpenAPI v3 description of the API. kubectl takes explanations and what the server validates from it.

import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { objectSchema } from '../resource/objectSchema.ts';
import { apiVersion, group, kind, listKind, version } from '../resource/kind.ts';
import { describePaths, referTo } from './openApiPaths.ts';

const groupPath = `apis/${apiVersion}`;

/** The path of the description of the group's version. */
export const descriptionPath = `/openapi/v3/${groupPath}`;

interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** A document with the hash under which it can be cached. */
interface Described {
  readonly text: string;
  readonly hash: string;
}

let described: Described | undefined;

/** Returns the description of the group's version as JSON. */
export function describeGroup(): Described {
  described ??= withHash(
    JSON.stringify({
      openapi: '3.0.0',
      info: { title: 'IDE Session Host', version },
      paths: describePaths(),
      components: { schemas: createSchemas() },
    }),
  );
  return described;
}

/** Returns the index of descriptions, whose addresses change with their content. */
export function describeIndex(): object {
  const serverRelativeURL = `${descriptionPath}?hash=${describeGroup().hash}`;
  return { paths: { [groupPath]: { serverRelativeURL } } };
}

function withHash(text: string): Described {
  return { text, hash: createHash('sha256').update(text).digest('hex').slice(0, 32) };
}

function createSchemas(): Readonly<Record<string, object>> {
  const session = z.toJSONSchema(objectSchema, {
    target: 'openapi-3.0',
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.type !== 'integer') return;
      // The bounds of safe integers tell readers less than the format.
      delete jsonSchema.minimum;
      delete jsonSchema.maximum;
      jsonSchema.format = 'int64';
    },
  }) as JsonSchema;
  return {
    [kind]: { ...session, ...gvk(kind) },
    [listKind]: {
      type: 'object',
      description: 'A list of sessions.',
      required: ['items'],
      properties: {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: {
          type: 'object',
          properties: {
            resourceVersion: { type: 'string' },
            continue: { type: 'string' },
            remainingItemCount: { type: 'integer', format: 'int64' },
          },
        },
        items: { type: 'array', items: referTo(kind) },
      },
      ...gvk(listKind),
    },
  };
}

function gvk(of: string): object {
  return { 'x-kubernetes-group-version-kind': [{ group, version, kind: of }] };
}
