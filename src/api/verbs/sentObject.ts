import type { IncomingMessage, ServerResponse } from 'node:http';
import { assertJson, type JsonBody, readJsonBody } from '../../common/server/body.ts';
import { findDuplicateFields } from '../fields/duplicateFields.ts';
import { checkFields, type FieldValidation } from '../fields/fieldValidation.ts';
import { findUnknownFields, sessionShape } from '../fields/knownFields.ts';

/** Reads the object that a client sends. Throws a RequestError. */
export function readObject(request: IncomingMessage, limit: number): Promise<JsonBody> {
  assertJson(request.headers);
  return readJsonBody(request, limit);
}

/**
 * Warns about fields of an object that are ignored, in the headers of the answer. `body` is what was sent,
 * if its fields are those of the object. Throws a StatusError if no field may be ignored.
 */
export function noteIgnoredFields(
  response: ServerResponse,
  object: unknown,
  body: JsonBody | undefined,
  validation: FieldValidation,
): void {
  if (validation === 'Ignore') return;
  const unknown = findUnknownFields(object, sessionShape);
  const duplicate = body === undefined ? [] : findDuplicateFields(body.text);
  const warnings = checkFields({ unknown, duplicate }, validation);
  if (warnings.length > 0) response.setHeader('Warning', warnings);
}
