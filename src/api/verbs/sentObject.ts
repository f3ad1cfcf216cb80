import type { IncomingMessage, ServerResponse } from 'node:http';
import { assertJson, type Pause, readJsonBody } from '../../common/server/body.ts';
import { findDuplicateFields } from '../fields/duplicateFields.ts';
import { checkFields, type FieldValidation } from '../fields/fieldValidation.ts';
import { findUnknownFields, sessionShape } from '../fields/knownFields.ts';

/** An object that a client sent, and the fields that it has more than once. */
export interface SentObject {
  readonly value: object;
  readonly duplicate: readonly string[];
  readonly pause: Pause;
}

/** Reads the object that a client sends. Throws a RequestError. */
export async function readObject(
  request: IncomingMessage,
  limit: number,
  validation: FieldValidation,
): Promise<SentObject> {
  assertJson(request.headers);
  const { bytes, pause, value } = await readJsonBody(request, limit);
  return { value, duplicate: await findDuplicates(bytes, validation), pause };
}

/** Returns the fields that an object has more than once, unless they are ignored. */
export async function findDuplicates(
  json: Buffer,
  validation: FieldValidation,
): Promise<readonly string[]> {
  return validation === 'Ignore' ? [] : findDuplicateFields(json);
}

/**
 * Warns about fields of an object that are ignored, in the headers of the answer. Throws a StatusError if no
 * field may be ignored.
 */
export function noteIgnoredFields(
  response: ServerResponse,
  object: unknown,
  duplicate: readonly string[],
  validation: FieldValidation,
): void {
  if (validation === 'Ignore') return;
  const unknown = findUnknownFields(object, sessionShape);
  const warnings = checkFields({ unknown, duplicate }, validation);
  if (warnings.length > 0) response.setHeader('Warning', warnings);
}
