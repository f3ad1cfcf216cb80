/** A version of a package, whose numbers come before the marks of a preview. */
interface Version {
  readonly numbers: readonly number[];
  readonly preview: string;
}

/**
 * Orders what has a version by how well it fits a wanted one: the same first, then the newest of the
 * same major version, then the newest of all.
 */
export function byFitness(
  wanted: string,
): (one: { readonly version: string }, other: { readonly version: string }) => number {
  const major = majorOf(wanted);
  const rank = (version: string): number => {
    if (version.toLowerCase() === wanted.toLowerCase()) return 0;
    return majorOf(version) === major ? 1 : 2;
  };
  return (one, other) =>
    rank(one.version) - rank(other.version) || compareVersions(other.version, one.version);
}

/** The first number of a version. */
export function majorOf(version: string): number {
  return parse(version).numbers[0] ?? 0;
}

/** Compares versions as NuGet does: below zero if the first is older. */
export function compareVersions(one: string, other: string): number {
  const [first, second] = [parse(one), parse(other)];
  const length = Math.max(first.numbers.length, second.numbers.length);
  for (let at = 0; at < length; at++) {
    const difference = (first.numbers[at] ?? 0) - (second.numbers[at] ?? 0);
    if (difference !== 0) return difference;
  }
  if (first.preview === '' || second.preview === '') {
    return Number(first.preview === '') - Number(second.preview === '');
  }
  return first.preview.localeCompare(second.preview, 'en', { numeric: true });
}

function parse(version: string): Version {
  const [, numbers = '', preview = ''] = /^([\d.]*)(?:-([^+]*))?/.exec(version) ?? [];
  return { numbers: numbers.split('.').map(Number), preview };
}
