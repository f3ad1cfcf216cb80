import { randomInt } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ownLength = 12;

/** A controller's name for itself: the prefix of its launch, and 12 random characters. */
export function newInstanceId(prefix: string): string {
  const own = Array.from({ length: ownLength }, () => alphabet.charAt(randomInt(alphabet.length)));
  return prefix + own.join('');
}
