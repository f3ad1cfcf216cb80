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

/** The error itself if it is fit to be shown, else what `create` makes of its message. */
export function toHumanError(
  error: unknown,
  create: (values: { readonly reason: string }) => HumanError,
): HumanError {
  return error instanceof HumanError ? error : create({ reason: messageOf(error) });
}
