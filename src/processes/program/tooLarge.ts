import type { HumanError } from '../../common/humanError.ts';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import { runnerErrors } from '../errors.ts';

/** An argument or a variable. Its text is secret. */
interface Part {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
}

/** The maximum size of one variable or argument on Linux, including its terminator, in bytes (execve(2)). */
const longestPart = 128 * 1024;

/** Returns the error of a program whose arguments and variables are too large for the operating system. */
export function tooLarge({ args, command, environment }: ProgramPlan): HumanError {
  const parts: readonly Part[] = [
    ...args.map((text, index) => ({ name: `argument ${index + 1}`, size: getSize(text) })),
    ...Object.entries(environment).map(([name, value]) => ({
      name: `variable ${name}`,
      size: getSize(`${name}=${value}`),
    })),
  ].toSorted((one, other) => other.size - one.size);
  const sum = parts.reduce((total, { size }) => total + size, 0);
  const tooLong =
    process.platform === 'linux' ? parts.filter(({ size }) => size > longestPart) : [];
  const why =
    tooLong.length > 0
      ? `no more than ${longestPart} bytes are allowed for each, and too long ${tooLong.length > 1 ? 'are' : 'is'} the ${joinParts(tooLong)}`
      : `they have ${sum} bytes in all, most of them the ${joinParts(parts.slice(0, 3))}`;
  return runnerErrors.EnvironmentTooLarge({ command, sizes: why });
}

/** The size in UTF-8 with the terminator. */
function getSize(text: string): number {
  return Buffer.byteLength(text) + 1;
}

function joinParts(parts: readonly Part[]): string {
  return parts.map(({ name, size }) => `${name} (${size} bytes)`).join(', the ');
}
