import { messageOf } from './log.ts';

/** A failure whose message is fit to be shown: what happened and how to mend it. */
export class HumanError extends Error {
  /** Names the cause, in PascalCase, distinct for distinct causes. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'HumanError';
    this.code = code;
  }
}

/** The error itself if it is fit to be shown, else one that carries its message under `code`. */
export function toHumanError(error: unknown, code: string): HumanError {
  return error instanceof HumanError ? error : new HumanError(code, messageOf(error));
}
