/** Text that MSBuild takes as it is: neither list nor wildcard nor property. */
export function literal(text: string): string {
  return text.replaceAll(
    /[%$@;*?'()]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The options of a run of MSBuild in a configuration; none without one. */
export function configurationOption(configuration: string | undefined): readonly string[] {
  return configuration === undefined ? [] : [`-p:Configuration=${literal(configuration)}`];
}
