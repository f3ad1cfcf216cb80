import { type FieldValidation, fieldValidations } from '../fields/fieldValidation.ts';
import { invalidOptions } from '../answers/writeErrors.ts';
import type { StatusCause } from '../answers/status.ts';

/** The parameters of a request that writes. */
export interface WriteOptions {
  /** Whether the answer is that of a real request, but nothing is changed. */
  readonly isDryRun: boolean;
  readonly validation: FieldValidation;
}

/** Reads the parameters of a request that writes. `kind` names them in errors. Throws a StatusError. */
export function parseWriteOptions(parameters: URLSearchParams, kind: string): WriteOptions {
  const dryRun = parameters.getAll('dryRun').filter((value) => value !== '');
  const validation = parameters.get('fieldValidation') || 'Warn';
  const causes: StatusCause[] = [];
  if (!isDryRunValid(dryRun)) causes.push(notSupported('dryRun', ['All']));
  if (!isFieldValidation(validation)) {
    causes.push(notSupported('fieldValidation', fieldValidations));
  }
  if (parameters.get('force')) {
    causes.push({
      reason: 'FieldValueForbidden',
      field: 'force',
      message: 'Forbidden: may not be specified for non-apply patch',
    });
  }
  if (causes.length > 0 || !isFieldValidation(validation)) throw invalidOptions(kind, causes);
  return { isDryRun: dryRun.length > 0, validation };
}

/** Whether values of `dryRun` are supported: there is only one. */
export function isDryRunValid(values: readonly string[]): boolean {
  return values.every((value) => value === 'All');
}

export function notSupported(field: string, supported: readonly string[]): StatusCause {
  const values = supported.map((value) => `"${value}"`).join(', ');
  return {
    reason: 'FieldValueNotSupported',
    field,
    message: `Unsupported value: supported values: ${values}`,
  };
}

function isFieldValidation(value: string): value is FieldValidation {
  return (fieldValidations as readonly string[]).includes(value);
}
