/** The fields that a value may have; `any` and `map` are not looked into. */
export type Shape = 'any' | { readonly fields: Fields } | { readonly items: Shape };
type Fields = Readonly<Record<string, Shape>>;

function fields<Name extends string>(...names: readonly Name[]): Record<Name, Shape> {
  return Object.fromEntries(names.map((name) => [name, 'any'])) as Record<Name, Shape>;
}

/** The fields of an object that a client may send, including those that only the host sets. */
export const sessionShape: Shape = {
  fields: {
    ...fields('apiVersion', 'kind'),
    metadata: {
      fields: fields(
        'annotations',
        'creationTimestamp',
        'deletionGracePeriodSeconds',
        'deletionTimestamp',
        'finalizers',
        'generateName',
        'generation',
        'labels',
        'managedFields',
        'name',
        'namespace',
        'ownerReferences',
        'resourceVersion',
        'selfLink',
        'uid',
      ),
    },
    spec: {
      fields: {
        ...fields('launchConfigurations', 'args', 'desiredState'),
        env: { items: { fields: fields('name', 'value') } },
      },
    },
    status: 'any',
  },
};

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
