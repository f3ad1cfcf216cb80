import { getMessage } from './log.ts';

/** An error whose message can be shown to users: what happened, and what to do. */
export class HumanError extends Error {
  /** Identifies the cause, in PascalCase. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'HumanError';
    this.code = code;
  }
}

/** Returns `error` if it is a HumanError, otherwise the error that `create` makes of its message. */
export function toHumanError(
  error: unknown,
  create: (values: { readonly reason: string }) => HumanError,
): HumanError {
  return error instanceof HumanError ? error : create({ reason: getMessage(error) });
}
