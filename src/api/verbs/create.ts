import { getParameters } from '../../common/server/target.ts';
import type { IdeSession } from '../../protocol/ideSession.ts';
import { assertAcceptsJson } from '../answers/accept.ts';
import { sendJson } from '../answers/send.ts';
import { closing, StatusError } from '../answers/status.ts';
import { alreadyExists, invalidSession } from '../answers/writeErrors.ts';
import type { ApiContext, Handler } from '../apiContext.ts';
import { encodeDraft, encodeSession } from '../resource/encode.ts';
import { toLaunchCause } from '../resource/launchRequest.ts';
import { type NewSession, owner, parseNewSession } from '../resource/newSession.ts';
import { parseSession, type WrittenMetadata } from '../resource/written.ts';
import { noteIgnoredFields, readObject } from './sentObject.ts';
import { parseWriteOptions } from './writeOptions.ts';

/** How many generated names are tried. */
const maxAttempts = 8;

/** Creates a session, and starts it if that is its desired state. */
export function createSession(context: ApiContext): Handler {
  const { bodyLimit, sessions } = context;
  return async (request, response) => {
    assertAcceptsJson(request);
    const { isDryRun, validation } = parseWriteOptions(getParameters(request), 'CreateOptions');
    const { duplicate, pause, value } = await readObject(request, bodyLimit, validation);
    const asked = parse(value, context);
    noteIgnoredFields(response, value, duplicate, validation);
    await refuseFailingLaunch(asked, context);
    await pause();
    // The host may have begun to close while the launch was checked.
    if (context.isClosing()) throw closing();
    const { metadata, spec } = asked;
    const chosen = { ...metadata, name: chooseFreeName(asked, context) };
    if (isDryRun) {
      return sendJson(response, encodeDraft(sessions.draft(owner, spec, chosen)), 201);
    }
    const created = sessions.create(owner, spec, chosen);
    noteLoaders(created, context);
    await pause();
    sendJson(response, encodeSession(created), 201);
  };
}

function parse(body: object, { bodyLimit, launchTypes }: ApiContext): NewSession {
  const parsed = parseSession(body);
  if (parsed.kind === 'invalid') throw invalidSession('', parsed.causes);
  const { metadata } = parsed.written;
  assertIsNew(metadata);
  const result = parseNewSession(parsed.written, launchTypes, bodyLimit);
  if (result.kind === 'invalid') throw invalidSession(metadata.name ?? '', result.causes);
  return result.session;
}

function assertIsNew({ resourceVersion }: WrittenMetadata): void {
  if ((resourceVersion ?? '') === '' || resourceVersion === '0') return;
  throw new StatusError('BadRequest', 'resourceVersion should not be set on objects to be created');
}

async function refuseFailingLaunch(
  { chooseName, plan }: NewSession,
  { checkLaunch, log }: ApiContext,
): Promise<void> {
  try {
    await checkLaunch(plan);
  } catch (error) {
    const cause = toLaunchCause(error);
    log.warn(`A request of an API client to run ${plan.name} was refused: ${cause.message}`);
    throw invalidSession(chooseName(), [cause]);
  }
}

/** Chooses the name after everything that takes time, so that two requests can't get the same one. */
function chooseFreeName({ chooseName }: NewSession, { sessions }: ApiContext): string {
  let name = chooseName();
  for (let attempt = 1; attempt < maxAttempts && sessions.get(name) !== undefined; attempt++) {
    name = chooseName();
  }
  const present = sessions.get(name);
  if (present !== undefined) throw alreadyExists(present);
  return name;
}

function noteLoaders({ metadata, spec }: IdeSession, { launchTypes, log }: ApiContext): void {
  const loaders = launchTypes.describeLoaders(spec);
  if (loaders !== undefined) log.info(`Session ${metadata.name} ${loaders}`);
}
