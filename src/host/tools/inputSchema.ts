import * as z from 'zod/mini';
import type { Tool } from './tool.ts';

/** A JSON schema of an object. */
export interface JsonObjectSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  readonly additionalProperties: false;
}

/** Returns the JSON schema of a tool's input. */
export function toJsonSchema({ input }: Pick<Tool, 'input'>): JsonObjectSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: 'input' });
  return schema as unknown as JsonObjectSchema;
}
