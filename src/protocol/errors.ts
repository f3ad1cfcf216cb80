import { protocolErrorTable } from './errorTable.ts';

export type ProtocolErrorCode = keyof typeof protocolErrorTable;

/** One entry of an error's `details`, of the same shape as the error. */
export interface ErrorDetail {
  readonly code: string;
  readonly message: string;
}

/** An error response: a code of the error table, its HTTP status, and how to correct the request. */
export class ProtocolError extends Error {
  readonly code: ProtocolErrorCode;
  readonly status: number;
  readonly details: readonly ErrorDetail[];

  /** `addition` is appended to the message of the table and describes this request. */
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

/** Whether a code is in the error table. */
export function isProtocolErrorCode(code: string): code is ProtocolErrorCode {
  return Object.hasOwn(protocolErrorTable, code);
}
