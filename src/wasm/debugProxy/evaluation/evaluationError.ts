/** Why an expression has no value, in words for the user. */
export class EvaluationError extends Error {
  /** The type of the .NET exception that it threw, if it is one. */
  readonly exception: string | undefined;

  constructor(message: string, exception?: string) {
    super(exception === undefined ? message : `${exception}: ${message}`);
    this.exception = exception;
  }
}
