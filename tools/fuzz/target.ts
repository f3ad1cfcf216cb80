import { HumanError } from '../../src/common/humanError.ts';
import { RequestError } from '../../src/common/server/requestError.ts';
import { ProtocolError } from '../../src/protocol/errors.ts';
import { busyTime } from '../fixtures/time/busyTime.ts';

/** A parser that must accept or refuse any input. */
export interface FuzzTarget {
  readonly name: string;
  /** Text that the target treats specially. */
  readonly words: readonly string[];
  /** The maximum CPU time for an input of at most 64 KiB, in milliseconds; unlimited by default. */
  readonly longest?: number;
  /** Parses an input, and returns the assertions about the result. May throw a HumanError, a ProtocolError or a RequestError. */
  parse(input: Buffer): () => void;
}

/**
 * How often a slow input is tried again, since code is slow at first, and so is this core while
 * others are busy.
 */
const tries = 5;

/** What is wrong with a target's result for an input; `undefined` if it is right. */
export function findFault(target: FuzzTarget, input: Buffer): string | undefined {
  const { longest = Infinity } = target;
  for (let left = tries; left > 0; left--) {
    const { fault, took } = run(target, input);
    if (fault !== undefined) return fault;
    if (took <= longest) return undefined;
  }
  return `It takes more than ${longest} ms.`;
}

/** Only the parsing is timed, not the assertions. */
function run(
  target: FuzzTarget,
  input: Buffer,
): { readonly fault: string | undefined; readonly took: number } {
  const begun = busyTime();
  let end = begun;
  try {
    const check = target.parse(input);
    end = busyTime();
    check();
  } catch (error) {
    if (end === begun) end = busyTime();
    const isRefusal = [HumanError, ProtocolError, RequestError].some(
      (type) => error instanceof type,
    );
    if (!isRefusal) return { fault: getText(error), took: end - begun };
  }
  return { fault: pollution(), took: end - begun };
}

function getText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const prototypes = [Object, Array, String, Function].map(({ prototype }) => prototype as object);
const clean = prototypes.map((one) => Reflect.ownKeys(one).length);

function pollution(): string | undefined {
  const isClean = prototypes.every((one, index) => Reflect.ownKeys(one).length === clean[index]);
  return isClean ? undefined : 'It changes what all objects have.';
}
