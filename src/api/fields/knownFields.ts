import * as z from 'zod/mini';
import { objectSchema } from '../resource/objectSchema.ts';

/** The fields that a value may have. Those of `any` are not checked. */
export type Shape = 'any' | { readonly fields: Fields } | { readonly items: Shape };
type Fields = Readonly<Record<string, Shape>>;

/** The fields of all Kubernetes objects that sessions don't use. Clients may send them. */
const unusedMetadata: Fields = {
  managedFields: 'any',
  namespace: 'any',
  ownerReferences: 'any',
  selfLink: 'any',
};

/** The fields of an object that a client may send, including those that only the host sets. */
export const sessionShape: Shape = {
  fields: {
    ...getFields(objectSchema),
    metadata: { fields: { ...getFields(objectSchema.shape.metadata), ...unusedMetadata } },
    // A status may have fields of the host that runs the session.
    status: 'any',
  },
};

function getFields(schema: z.core.SomeType): Fields {
  const shape = toShape(schema);
  return shape !== 'any' && 'fields' in shape ? shape.fields : {};
}

function toShape(schema: z.core.SomeType): Shape {
  if (schema instanceof z.ZodMiniOptional) return toShape(schema.def.innerType);
  if (schema instanceof z.ZodMiniArray) {
    const items = toShape(schema.def.element);
    return items === 'any' ? 'any' : { items };
  }
  if (!(schema instanceof z.ZodMiniObject)) return 'any';
  const entries = Object.entries<z.core.SomeType>(schema.shape);
  return { fields: Object.fromEntries(entries.map(([name, below]) => [name, toShape(below)])) };
}

/** How many fields are reported. */
export const maxReported = 20;

/** Returns the paths of fields that a shape doesn't have, such as `spec.env[0].valueFrom`. */
export function findUnknownFields(value: unknown, shape: Shape, path = ''): readonly string[] {
  if (shape === 'any' || typeof value !== 'object' || value === null) return [];
  if ('items' in shape) {
    if (!Array.isArray(value)) return [];
    return collect(value.entries(), ([index, item]) =>
      findUnknownFields(item, shape.items, `${path}[${index}]`),
    );
  }
  if (Array.isArray(value)) return [];
  return collect(Object.entries(value), ([name, below]) => {
    const field = path === '' ? name : `${path}.${name}`;
    const known = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
    return known === undefined ? [field] : findUnknownFields(below, known, field);
  });
}

function collect<T>(values: Iterable<T>, find: (value: T) => readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const value of values) {
    found.push(...find(value));
    if (found.length >= maxReported) return found.slice(0, maxReported);
  }
  return found;
}
