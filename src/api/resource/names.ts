// The forms of names in Kubernetes: each function returns what is wrong with a value.

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualifiedPart = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const longestSubdomain = 253;
const longestPart = 63;

const subdomainRule =
  'must consist of lower case letters, digits, "-" and ".", and start and end with a letter or digit';
const partRule =
  'must consist of letters, digits, "-", "_" and ".", and start and end with a letter or digit';

/** Checks the name of an object: a DNS-1123 subdomain. */
export function checkName(name: string): string | undefined {
  if (name.length > longestSubdomain) return tooLong(longestSubdomain);
  return subdomain.test(name) ? undefined : subdomainRule;
}

/** Checks the key of a label or annotation, or a finalizer: a name with an optional domain before a slash. */
export function checkQualifiedName(key: string): string | undefined {
  const [last = '', prefix, ...more] = key.split('/').toReversed();
  if (more.length > 0) return 'must have at most one "/", after a domain';
  if (prefix !== undefined && checkName(prefix) !== undefined) {
    return `the part before "/" ${checkName(prefix)}`;
  }
  if (last.length > longestPart) return `the name ${tooLong(longestPart)}`;
  return qualifiedPart.test(last) ? undefined : `the name ${partRule}`;
}

/** Checks the value of a label, which may be empty. */
export function checkLabelValue(value: string): string | undefined {
  if (value.length > longestPart) return tooLong(longestPart);
  return value === '' || qualifiedPart.test(value) ? undefined : partRule;
}

function tooLong(limit: number): string {
  return `must be no more than ${limit} characters`;
}

/** The number of characters that are added to `generateName`, and their alphabet: without vowels, so that they form no words. */
const suffixLength = 5;
const suffixCharacters = 'bcdfghjklmnpqrstvwxz2456789';

/** Returns a name that begins with `prefix`. `random` returns a whole number below its argument. */
export function generateName(prefix: string, random: (below: number) => number): string {
  const suffix = Array.from(
    { length: suffixLength },
    () => suffixCharacters[random(suffixCharacters.length)],
  );
  return prefix.slice(0, longestPart - suffixLength) + suffix.join('');
}
