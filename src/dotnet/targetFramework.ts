/** The target frameworks of a list as MSBuild writes it. */
export function frameworksOf(list: string): string[] {
  const names = list.split(';').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

/** The .NET version that a target framework names, as a number: 10.1 for `net10.1-browser`; 0 if it names none. */
export function versionOf(targetFramework: string): number {
  const [, version] = /^net(?:coreapp)?(\d+\.\d+)(?:-|$)/i.exec(targetFramework) ?? [];
  return Number(version ?? 0);
}

/**
 * The framework to work with where a project has several: for the browser if any is, then the highest
 * .NET version, then one for every platform.
 */
export function preferredFramework(targetFrameworks: readonly string[]): string | undefined {
  const forBrowser = targetFrameworks.filter((name) => /-browser/i.test(name));
  const candidates = forBrowser.length > 0 ? forBrowser : targetFrameworks;
  return candidates.toSorted(
    (one, other) =>
      versionOf(other) - versionOf(one) || Number(one.includes('-')) - Number(other.includes('-')),
  )[0];
}
