/** The log port. Messages never contain values of `env` or tokens. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Returns the message of a thrown value, without its stack. */
export function getMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
