/** A placeholder: `${script_path}`, or `${cargo.executable_path}` for a property of a property. */
const placeholder = /\$\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)\}/g;

/** What placeholders without a value are of, so that the editor can put in what it has for them. */
const editorsOwn = new Set(['file', 'cwd']);

/**
 * Puts properties in place of the placeholders of a value. One that is a whole text gives the property
 * as it is, be it a list or an object; in a list, a list's items take its place. A text with a
 * placeholder for which there is no property is left out. Variables of the editor's own, such as
 * `${workspaceFolder}`, stay as they are.
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

/** The names of the placeholders in a value. */
export function placeholdersIn(value: unknown): ReadonlySet<string> {
  if (typeof value === 'string') {
    return new Set([...value.matchAll(placeholder)].map(([, name = '']) => name));
  }
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(Object.values(value).flatMap((item) => [...placeholdersIn(item)]));
}

function fillItem(item: unknown, properties: Readonly<Record<string, unknown>>): unknown[] {
  const filled = fillPlaceholders(item, properties);
  if (filled === undefined) return [];
  return typeof item === 'string' && Array.isArray(filled) ? filled : [filled];
}

function fillText(text: string, properties: Readonly<Record<string, unknown>>): unknown {
  const names = [...placeholdersIn(text)];
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

/** What stands at a path of property names; null and the empty string count as absent. */
function propertyAt(properties: unknown, path: string): unknown {
  const found = path.split('.').reduce<unknown>((value, name) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    return (value as Record<string, unknown>)[name];
  }, properties);
  return found === null || found === '' ? undefined : found;
}
