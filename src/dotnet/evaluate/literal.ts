/** Escapes text so that MSBuild does not interpret it as a list, a wildcard or a property. */
export function literal(text: string): string {
  return text.replaceAll(
    /[%$@;*?'()"]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
