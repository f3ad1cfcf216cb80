/** Reads a parameter that is true or false; `undefined` if it is absent. Without a value it is true. */
export function readFlag(parameters: URLSearchParams, name: string): boolean | undefined {
  const text = parameters.get(name);
  return text === null ? undefined : !/^(0|f|false)$/i.test(text);
}
