import type { ServerResponse } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import type { Pause } from '../../common/server/body.ts';
import type { IdeSession } from '../../protocol/ideSession.ts';
import { applyPatch, type SessionPatch } from '../../sessions/store.ts';
import { sendJson } from '../answers/send.ts';
import { StatusError } from '../answers/status.ts';
import { invalidSession } from '../answers/writeErrors.ts';
import type { ApiContext } from '../apiContext.ts';
import { encodeDraft, encodeSession } from '../resource/encode.ts';
import { checkChange, isRestart, toChange, toPatch } from '../resource/sessionChange.ts';
import { parseStatus } from '../resource/statusRules.ts';
import { parseSession, type WrittenSession } from '../resource/written.ts';
import { assertPreconditions } from './preconditions.ts';

/** Which part of a session a request writes: everything but the status, or only the status. */
export type Part = 'main' | 'status';

/** A change of a session by a request. */
interface Write {
  readonly session: IdeSession;
  readonly written: WrittenSession;
  readonly part: Part;
  readonly isDryRun: boolean;
  readonly pause: Pause;
}

/** Parses the object that the session `name` becomes. Throws a StatusError. */
export function parseWritten(name: string, object: unknown): WrittenSession {
  const parsed = parseSession(object);
  if (parsed.kind === 'invalid') throw invalidSession(name, parsed.causes);
  const written = parsed.written.metadata.name;
  if (written && written !== name) {
    const message = `the name of the object (${written}) does not match the name on the URL (${name})`;
    throw new StatusError('BadRequest', message);
  }
  return parsed.written;
}

/**
 * Changes a session into what a client wrote, in the turn of the call, and answers with it. A write without
 * changes keeps the version.
 */
export async function writeSession(
  response: ServerResponse,
  context: ApiContext,
  write: Write,
): Promise<void> {
  const { isDryRun, part, pause, session, written } = write;
  const { sessions } = context;
  const { name } = session.metadata;
  assertPreconditions(session, written.metadata);
  const patch =
    part === 'main' ? createPatch(session, written) : createStatusPatch(session, written);
  if (patch === undefined) return sendJson(response, encodeSession(session));
  if (isDryRun) return sendJson(response, encodeDraft(applyPatch(session, patch)));
  const changed = sessions.update(name, patch);
  if (part === 'main' && isRestart(session, toChange(written))) sessions.restart(name);
  await pause();
  sendJson(response, encodeSession(changed));
}

/** Returns the change of everything but the status; `undefined` if there is none. Throws a StatusError. */
function createPatch(session: IdeSession, written: WrittenSession): SessionPatch | undefined {
  const causes = checkChange(session, written);
  if (causes.length > 0) throw invalidSession(session.metadata.name, causes);
  return toPatch(session, toChange(written));
}

function createStatusPatch(session: IdeSession, written: WrittenSession): SessionPatch | undefined {
  const parsed = parseStatus(session, written.status);
  if (parsed.kind === 'invalid') throw invalidSession(session.metadata.name, parsed.causes);
  if (isDeepStrictEqual(toPlain(parsed.status), toPlain(session.status))) return undefined;
  return { wholeStatus: parsed.status };
}

/** Unknown values are properties without a value, which JSON doesn't have. */
function toPlain(value: object): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
