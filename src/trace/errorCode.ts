import { isKnownCode } from '../common/errorCatalogue.ts';
import { HumanError } from '../common/humanError.ts';
import { isProtocolErrorCode } from '../protocol/errors.ts';

/** Codes of a trace that is replayed, which its host knew. */
const replayedCodes = new Set<string>();

/** Also lists the codes of a trace. */
export function listCodes(codes: Iterable<string>): void {
  for (const code of codes) replayedCodes.add(code);
}

/** Returns the code if it is one of the extension; others could contain anything. */
export function toListedCode(code: string): string {
  const isListed = isKnownCode(code) || isProtocolErrorCode(code) || replayedCodes.has(code);
  return isListed ? code : 'Unlisted';
}

export function getErrorCode(error: unknown): string {
  return error instanceof HumanError ? toListedCode(error.code) : 'Unlisted';
}
