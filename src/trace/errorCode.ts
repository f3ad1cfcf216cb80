import { isKnownCode } from '../common/errorCatalogue.ts';
import { HumanError } from '../common/humanError.ts';
import { isProtocolErrorCode } from '../protocol/errors.ts';

/** Returns the code if it is one of the extension; others could contain anything. */
export function toListedCode(code: string): string {
  return isKnownCode(code) || isProtocolErrorCode(code) ? code : 'Unlisted';
}

export function getErrorCode(error: unknown): string {
  return error instanceof HumanError ? toListedCode(error.code) : 'Unlisted';
}
