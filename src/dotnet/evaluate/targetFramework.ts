/** Parses MSBuild's list of target frameworks. */
export function splitFrameworks(list: string): string[] {
  const names = list.split(';').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

/** Returns the .NET version of a target framework as a number, such as 10.1 for `net10.1-browser`; 0 if it has none. */
export function getVersion(targetFramework: string): number {
  const [, version] = /^net(?:coreapp)?(\d+\.\d+)(?:-|$)/i.exec(targetFramework) ?? [];
  return Number(version ?? 0);
}

/** The installed SDK and runtimes. */
export interface Installed {
  /** The highest .NET version that the SDK supports. */
  readonly sdk: number;
  /** The .NET versions of installed runtimes. */
  readonly runtimes: readonly number[];
  readonly platform: NodeJS.Platform;
}

/**
 * Chooses one of several target frameworks. Prefers those for the browser, then those that can run here,
 * then the highest .NET version, then those without a platform.
 */
export function choosePreferredFramework(
  targetFrameworks: readonly string[],
  installed: Installed,
): string | undefined {
  const forBrowser = targetFrameworks.filter((name) => getPlatform(name)?.startsWith('browser'));
  const candidates = forBrowser.length > 0 ? forBrowser : targetFrameworks;
  const runs = (name: string): number => Number(canRun(name, installed));
  return candidates.toSorted(
    (one, other) =>
      runs(other) - runs(one) ||
      getVersion(other) - getVersion(one) ||
      Number(one.includes('-')) - Number(other.includes('-')),
  )[0];
}

/** The desktop platforms of target frameworks. */
const platforms: Readonly<Record<string, NodeJS.Platform>> = {
  windows: 'win32',
  macos: 'darwin',
  maccatalyst: 'darwin',
};

/** By default, programs roll forward to later runtimes of the same major version only. */
function canRun(targetFramework: string, { platform, runtimes, sdk }: Installed): boolean {
  const version = getVersion(targetFramework);
  const own = getPlatform(targetFramework);
  // The runtime for the browser is part of the program.
  if (own?.startsWith('browser')) return version <= sdk;
  if (version === 0) return platform === 'win32' && /^net\d{2,3}$/i.test(targetFramework);
  if (own !== undefined && platforms[own] !== platform) return false;
  return (
    version <= sdk &&
    runtimes.some((one) => Math.trunc(one) === Math.trunc(version) && one >= version)
  );
}

/** Returns the platform without its version, in lower case; `undefined` for a framework without a platform. */
function getPlatform(targetFramework: string): string | undefined {
  return /-([a-z]+)/i.exec(targetFramework)?.[1]?.toLowerCase();
}
