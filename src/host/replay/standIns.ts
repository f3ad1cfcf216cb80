import { type HumanError, recordedError } from '../../common/humanError.ts';
import { sessionErrors } from '../../sessions/errors.ts';
import type { RecordOf } from '../../trace/schema.ts';

// Text in place of that of which a trace has only the length.

interface Measured {
  readonly length?: number | undefined;
  /** In UTF-8, if it differs. */
  readonly bytes?: number | undefined;
}

/** Stands for text of this length. */
export function filler({ bytes, length = 0 }: Measured): string {
  const extra = Math.max(0, (bytes ?? length) - length);
  const [long, middle] = [Math.floor(extra / 2), extra % 2];
  return `${'€'.repeat(long)}${'é'.repeat(middle)}${'x'.repeat(Math.max(0, length - long - middle))}`;
}

/** Stands for a line of this length with its end. */
export function toLine({ bytes, length = 0 }: Measured): string {
  return `${filler({ length: length - 1, bytes: bytes === undefined ? undefined : bytes - 1 })}\n`;
}

/** Stands for output of this length, with line ends where it had the last one. */
export function toOutput({ bytes, closes = 0, rest = 0 }: RecordOf<'output'>): string {
  const lineEnd = '\r\n'.slice(2 - closes);
  const whole = bytes - rest - lineEnd.length;
  const lines = whole > 0 ? toLine({ length: whole }) : '';
  return `${lineEnd}${lines}${'x'.repeat(rest)}`;
}

interface Failure extends Measured {
  readonly error?: string | undefined;
}

export const noError = recordedError('Unlisted', '');

/** Returns the error of a record, if there is one. */
export function toError(failure: Failure): HumanError | undefined {
  const { error } = failure;
  return error === undefined ? undefined : recordedError(error, filler(failure));
}

/** Returns the reason of a recreation's failure, which the run model wraps. */
export function toReason({ bytes, length = 0 }: Failure): HumanError {
  const around = sessionErrors.ProgramNotReplaced({ reason: '.' }).message.length - 1;
  const reason = { length: length - around, bytes: bytes === undefined ? bytes : bytes - around };
  return recordedError('Unlisted', filler(reason));
}
