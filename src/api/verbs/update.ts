import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { getParameters } from '../../common/server/target.ts';
import { assertAcceptsJson } from '../answers/accept.ts';
import { StatusError } from '../answers/status.ts';
import { invalidSession } from '../answers/writeErrors.ts';
import type { ApiContext } from '../apiContext.ts';
import { invalid } from '../resource/metadataRules.ts';
import type { WrittenSession } from '../resource/written.ts';
import { findSession } from './get.ts';
import { noteIgnoredFields, readObject } from './sentObject.ts';
import { parseWriteOptions } from './writeOptions.ts';
import { type Part, parseWritten, writeSession } from './writeSession.ts';

/** Replaces a session, or its status. */
export function updateSession(context: ApiContext, part: Part): RequestHandler<{ name: string }> {
  return async (request, response: ServerResponse) => {
    assertAcceptsJson(request);
    const { name } = request.params;
    const options = parseWriteOptions(getParameters(request), 'UpdateOptions');
    const { validation } = options;
    const { duplicate, pause, value } = await readObject(request, context.bodyLimit, validation);
    findSession(name, context);
    const written = parseWritten(name, value);
    noteIgnoredFields(response, value, duplicate, validation);
    assertReplaces(name, written);
    await pause();
    // The session may have changed or disappeared in that turn.
    const session = findSession(name, context);
    await writeSession(response, context, { ...options, session, written, part, pause });
  };
}

/** A replacement has to say what it replaces, so that no other client's changes are lost. */
function assertReplaces(name: string, { metadata }: WrittenSession): void {
  if (!metadata.name) {
    throw new StatusError('BadRequest', 'the name of the object must be given in its metadata');
  }
  if (metadata.resourceVersion) return;
  throw invalidSession(name, [
    invalid('metadata.resourceVersion', 'must be specified for an update'),
  ]);
}
