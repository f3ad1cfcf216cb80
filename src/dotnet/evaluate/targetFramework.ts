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

/** What can be built and run, of what is installed. */
export interface Installed {
  /** The highest .NET version that the SDK builds for. */
  readonly sdk: number;
  /** The .NET versions that there is a runtime of. */
  readonly runtimes: readonly number[];
  readonly platform: NodeJS.Platform;
}

/**
 * The framework to work with where a project has several: for the browser if any is, then what can be
 * run here, then the highest .NET version, then one for every platform.
 */
export function preferredFramework(
  targetFrameworks: readonly string[],
  installed: Installed,
): string | undefined {
  const forBrowser = targetFrameworks.filter((name) => platformOf(name)?.startsWith('browser'));
  const candidates = forBrowser.length > 0 ? forBrowser : targetFrameworks;
  const runs = (name: string): number => Number(canRun(name, installed));
  return candidates.toSorted(
    (one, other) =>
      runs(other) - runs(one) ||
      versionOf(other) - versionOf(one) ||
      Number(one.includes('-')) - Number(other.includes('-')),
  )[0];
}

/** The platforms of target frameworks that are those of desktop systems. */
const platforms: Readonly<Record<string, NodeJS.Platform>> = {
  windows: 'win32',
  macos: 'darwin',
  maccatalyst: 'darwin',
};

/** A program rolls forward to a later version of its runtime, but by itself to no later major one. */
function canRun(targetFramework: string, { platform, runtimes, sdk }: Installed): boolean {
  const version = versionOf(targetFramework);
  const own = platformOf(targetFramework);
  // The runtime of a browser comes with the program.
  if (own?.startsWith('browser')) return version <= sdk;
  if (version === 0) return platform === 'win32' && /^net\d{2,3}$/i.test(targetFramework);
  if (own !== undefined && platforms[own] !== platform) return false;
  return (
    version <= sdk &&
    runtimes.some((one) => Math.trunc(one) === Math.trunc(version) && one >= version)
  );
}

/** The platform's name without its version, in lower case; nothing for a framework for every platform. */
function platformOf(targetFramework: string): string | undefined {
  return /-([a-z]+)/i.exec(targetFramework)?.[1]?.toLowerCase();
}
