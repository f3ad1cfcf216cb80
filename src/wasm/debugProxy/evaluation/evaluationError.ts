import { getMessage } from '../../../common/log.ts';

/** Why an expression has no value, in words for the user. */
export class EvaluationError extends Error {
  /** The type of the .NET exception that it threw, if it is one. */
  readonly exception: string | undefined;

  constructor(message: string, exception?: string) {
    super(exception === undefined ? message : `${exception}: ${message}`);
    this.exception = exception;
  }
}

export function overflow(): EvaluationError {
  return new EvaluationError(
    'Arithmetic operation resulted in an overflow.',
    'System.OverflowException',
  );
}

/** Any error in words: those of the connection, and of replies that have another form than expected. */
export function toEvaluationError(error: unknown): EvaluationError {
  if (error instanceof EvaluationError) return error;
  return new EvaluationError(`The page could not be asked: ${getMessage(error)}`);
}

/** What .NET throws for a member of null. */
export function nullReference(): EvaluationError {
  return new EvaluationError(
    'Object reference not set to an instance of an object.',
    'System.NullReferenceException',
  );
}
