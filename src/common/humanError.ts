import { getMessage } from './log.ts';

/** An error whose message can be shown to users: what happened, and what to do. */
export class HumanError extends Error {
  /** Identifies the cause, in PascalCase. */
  readonly code: string;
  readonly #localize: () => string;

  /** The message is English. */
  constructor(code: string, message: string, localizeMessage: () => string = () => message) {
    super(message);
    this.name = 'HumanError';
    this.code = code;
    this.#localize = localizeMessage;
  }

  /** The message in the language of the user. */
  get localizedMessage(): string {
    return this.#localize();
  }
}

/** Returns the message of an error in the language of the user, if it is known in it. */
export function getLocalizedMessage(error: unknown): string {
  return error instanceof HumanError ? error.localizedMessage : getMessage(error);
}

/** Returns `error` if it is a HumanError, otherwise the error that `create` makes of its message. */
export function toHumanError(
  error: unknown,
  create: (values: { readonly reason: string }) => HumanError,
): HumanError {
  return error instanceof HumanError ? error : create({ reason: getMessage(error) });
}

/** Stands for an error of which only the code and the length of its message were recorded. */
export function recordedError(code: string, message: string): HumanError {
  return new HumanError(code, message);
}
