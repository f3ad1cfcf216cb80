import { protocolErrorTable } from './errorTable.ts';

export type ProtocolErrorCode = keyof typeof protocolErrorTable;

/** One entry of an error's `details`, of the same shape as the error. */
export interface ErrorDetail {
  readonly code: string;
  readonly message: string;
}

/** A refusal on the wire: a code of the error table, its HTTP status, and how to mend the request. */
export class ProtocolError extends Error {
  readonly code: ProtocolErrorCode;
  readonly status: number;
  readonly details: readonly ErrorDetail[];

  /** `addition` follows the sentences of the table and says what is particular to this request. */
  constructor(code: ProtocolErrorCode, addition = '', details: readonly ErrorDetail[] = []) {
    const [status, message, remedy] = protocolErrorTable[code];
    super([message, remedy, addition].filter((sentence) => sentence !== '').join(' '));
    this.name = 'ProtocolError';
    this.code = code;
    this.status = status;
    this.details = details;
  }

  /** The body of the answer: `{"error":{"code","message","details"?}}`. */
  toJSON() {
    const { code, message, details } = this;
    return { error: { code, message, ...(details.length > 0 && { details }) } };
  }
}

export const protocolErrorCodes = Object.keys(protocolErrorTable) as readonly ProtocolErrorCode[];

/** Whether a failure's code is one of the table. */
export function isProtocolErrorCode(code: string): code is ProtocolErrorCode {
  return Object.hasOwn(protocolErrorTable, code);
}
