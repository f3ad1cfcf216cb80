/** Text that MSBuild takes as it is: neither list nor wildcard nor property. */
export function literal(text: string): string {
  return text.replaceAll(
    /[%$@;*?'()"]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
