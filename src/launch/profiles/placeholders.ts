/** A placeholder: `${script_path}`, or `${cargo.executable_path}` for a nested property. */
const placeholder = /\$\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)\}/g;

/** Variables of the editor, which are kept if there is no property of the same name. */
const editorsOwn = new Set(['file', 'cwd']);

/**
 * Replaces placeholders by properties. A placeholder that is the whole string keeps lists and objects
 * as they are; in a list, it is replaced by the items of a list. A string with a placeholder for a
 * missing property is omitted. Variables of the editor, such as `${workspaceFolder}`, are kept.
 */
export function fillPlaceholders(
  value: unknown,
  properties: Readonly<Record<string, unknown>>,
): unknown {
  if (typeof value === 'string') return fillText(value, properties);
  if (Array.isArray(value)) return value.flatMap((item) => fillItem(item, properties));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    ([name, item]) => [name, fillPlaceholders(item, properties)] as const,
  );
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** Returns the names of the placeholders in a value. */
export function findPlaceholders(value: unknown): ReadonlySet<string> {
  if (typeof value === 'string') {
    return new Set([...value.matchAll(placeholder)].map(([, name = '']) => name));
  }
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(Object.values(value).flatMap((item) => [...findPlaceholders(item)]));
}

function fillItem(item: unknown, properties: Readonly<Record<string, unknown>>): unknown[] {
  const filled = fillPlaceholders(item, properties);
  if (filled === undefined) return [];
  return typeof item === 'string' && Array.isArray(filled) ? filled : [filled];
}

function fillText(text: string, properties: Readonly<Record<string, unknown>>): unknown {
  const names = [...findPlaceholders(text)];
  const [name] = names;
  if (name !== undefined && text === `\${${name}}`) {
    return propertyAt(properties, name) ?? (editorsOwn.has(name) ? text : undefined);
  }
  const isMissing = (one: string): boolean =>
    propertyAt(properties, one) === undefined && !editorsOwn.has(one);
  if (names.some(isMissing)) return undefined;
  return text.replaceAll(placeholder, (whole, one: string) => {
    const found = propertyAt(properties, one);
    if (found === undefined) return whole;
    return typeof found === 'string' ? found : JSON.stringify(found);
  });
}

/** Returns the value at a path of property names. Null and the empty string count as absent. */
function propertyAt(properties: unknown, path: string): unknown {
  const found = path.split('.').reduce<unknown>((value, name) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    return (value as Record<string, unknown>)[name];
  }, properties);
  return found === null || found === '' ? undefined : found;
}
