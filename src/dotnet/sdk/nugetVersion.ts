interface NuGetVersion {
  /** Major, minor, patch and revision. */
  readonly numbers: readonly number[];
  /** The pre-release labels. */
  readonly labels: readonly string[];
}

const form = /^(\d+(?:\.\d+){0,3})(?:-([^+]+))?(?:\+.*)?$/;
const maxInteger = 2 ** 31 - 1;

/**
 * Compares package versions. Negative if the first one is older. Invalid versions are older than all others.
 *
 * The rules are NuGet's (https://learn.microsoft.com/nuget/concepts/package-versioning, VersionComparer of
 * NuGet.Client): a missing number is 0, a release is newer than its pre-releases, labels are compared one
 * by one, and metadata behind a plus sign doesn't count.
 */
export function compareVersions(one: string, other: string): number {
  const [first, second] = [parse(one), parse(other)];
  if (first === undefined || second === undefined) {
    return Number(first !== undefined) - Number(second !== undefined);
  }
  return compareNumbers(first, second) || compareLabels(first.labels, second.labels);
}

/** Returns the major version; 0 if the version is invalid. */
export function getMajor(version: string): number {
  return parse(version)?.numbers[0] ?? 0;
}

function parse(version: string): NuGetVersion | undefined {
  const [, numbers, labels] = form.exec(version) ?? [];
  if (numbers === undefined) return undefined;
  return { numbers: numbers.split('.').map(Number), labels: labels?.split('.') ?? [] };
}

function compareNumbers(one: NuGetVersion, other: NuGetVersion): number {
  const differences = [0, 1, 2, 3].map((at) => (one.numbers[at] ?? 0) - (other.numbers[at] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

function compareLabels(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) {
    return Number(one.length === 0) - Number(other.length === 0);
  }
  for (const [at, label] of one.entries()) {
    const difference = compareLabel(label, other[at]);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

/** Numbers are compared numerically and precede text, which is compared ignoring case. */
function compareLabel(one: string, other: string | undefined): number {
  if (other === undefined) return 1;
  const [first, second] = [toInteger(one), toInteger(other)];
  if (first !== undefined && second !== undefined) return first - second;
  if (first !== undefined || second !== undefined) return first === undefined ? 1 : -1;
  const [text, otherText] = [one.toUpperCase(), other.toUpperCase()];
  return Number(text > otherText) - Number(text < otherText);
}

/** Parses a label as a 32-bit integer, as .NET does; `undefined` for text and larger numbers. */
function toInteger(label: string): number | undefined {
  const value = /^-?\d+$/.test(label) ? Number(label) : NaN;
  return Math.abs(value) <= maxInteger ? value : undefined;
}
