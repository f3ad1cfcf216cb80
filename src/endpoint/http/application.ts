import type { RequestListener, ServerResponse } from 'node:http';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Clock } from '../../common/clock.ts';
import type { Log } from '../../common/log.ts';
import { shorten } from '../../common/printable.ts';
import type { LaunchCheck } from '../../launch/launchPlan.ts';
import type { LaunchTypes } from '../../launch/launchTypes.ts';
import { ProtocolError } from '../../protocol/errors.ts';
import { isOwnedBy } from '../../protocol/ideSession.ts';
import { createInfo } from '../../protocol/info.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import { isTerminal } from '../../sessions/stateTable.ts';
import { instanceIdOf, versionOf } from './authorisation.ts';
import { readJson } from './body.ts';
import { answerError, answerJson, toProtocolError } from './errorAnswers.ts';
import { parseRunSessionRequest, refuseFailingLaunch } from './runSessionRequest.ts';
import type { TakenAnswers } from './takenAnswers.ts';
import { hasMalformedQuery, pathOf } from './target.ts';

/** What the routes stand on. */
export interface ApplicationParts {
  readonly sessions: Sessions;
  readonly launchTypes: LaunchTypes;
  readonly checkLaunch: LaunchCheck;
  readonly bodyLimit: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly isClosing: () => boolean;
  /** Resolves when new sessions are where a crash leaves them; at once if not given. */
  readonly recorded?: () => Promise<void>;
  /** The folder that relative paths of a controller's requests start from, if it isn't the usual one. */
  readonly workspaceOf?: (instanceId: string) => string | undefined;
  readonly answers: TakenAnswers;
  /** The absolute address of a path of this endpoint. */
  readonly addressOf: (path: string) => string;
}

/** The HTTP side of the run-session protocol, for those who may come in; the WebSocket of `/run_session/notify` comes by upgrade. */
export function createApplication(parts: ApplicationParts): RequestListener {
  const routes = createRoutes(parts);
  const onError = (error: unknown, response: ServerResponse): void =>
    refuse(error, response, parts);
  return (request, response) => {
    try {
      assertOpen(parts);
      // Express would answer a path that it can't parse by itself.
      if (hasMalformedQuery(request)) throw new ProtocolError('MalformedRequest');
      if (!/^\/[^#]*$/.test(pathOf(request))) throw new ProtocolError('NotFound');
    } catch (error) {
      return onError(error, response);
    }
    // The handlers use what Node gives a request and an answer, so no application has to add to them.
    routes(request as Request, response as Response, (error) =>
      onError(error ?? new ProtocolError('NotFound'), response),
    );
  };
}

function createRoutes(parts: ApplicationParts): Router {
  const routes = Router({ caseSensitive: true, strict: true });
  routes.route('/run_session').put(checkCaller, putRunSession(parts)).all(refuseMethod('PUT'));
  routes.route('/info').get(getInfo(parts)).all(refuseMethod('GET'));
  routes.route('/run_session/notify').get(refusePlainRequest).all(refuseMethod('GET'));
  routes
    .route('/run_session/:id')
    .delete(checkCaller, deleteRunSession(parts))
    .all(refuseMethod('DELETE'));
  return routes;
}

function refuse(error: unknown, response: ServerResponse, { clock, log }: ApplicationParts): void {
  answerError(response, toProtocolError(error, log), clock);
}

function assertOpen({ isClosing }: ApplicationParts): void {
  if (isClosing()) throw new ProtocolError('ShuttingDown');
}

const checkCaller: RequestHandler = (request, _response, next) => {
  instanceIdOf(request);
  versionOf(request);
  next();
};

const refusePlainRequest: RequestHandler = (_request, response) => {
  response.setHeader('Upgrade', 'websocket');
  throw new ProtocolError('UpgradeRequired');
};

const emptyBody = { 'Content-Length': 0 };

function getInfo({ launchTypes }: ApplicationParts): RequestHandler {
  return (_request, response) => answerJson(response, createInfo(launchTypes.list()));
}

/**
 * Answers first: the session starts when the answer is out, so that its notifications don't
 * overtake it; a session whose caller has gone meanwhile doesn't start at all.
 */
function putRunSession(parts: ApplicationParts): RequestHandler {
  const { addressOf, answers, bodyLimit, checkLaunch, isClosing, log } = parts;
  const { launchTypes, recorded, sessions } = parts;
  return async (request, response) => {
    const body = await readJson(request, bodyLimit);
    // The endpoint may have begun to close while the body came.
    assertOpen(parts);
    const instanceId = instanceIdOf(request);
    const workspace = parts.workspaceOf?.(instanceId);
    const { plan, request: spec } = parseRunSessionRequest(body, launchTypes, workspace);
    await refuseFailingLaunch(plan, checkLaunch, log);
    assertOpen(parts);
    const owner = { kind: 'controller', instanceId } as const;
    const { name } = sessions.create(owner, spec).metadata;
    await recorded?.();
    if (isClosing()) sessions.remove(name);
    assertOpen(parts);
    const location = addressOf(`/run_session/${name}`);
    answers.give(
      response,
      () => response.writeHead(201, { Location: location, ...emptyBody }).end(),
      (taken) => {
        if (!taken) return sessions.remove(name);
        noteLoaders(name, launchTypes.changedLoaders(spec), log);
        sessions.start(name);
      },
    );
  };
}

/** How many names of variables are logged, and how much of each. */
const mostNames = 20;
const longestShownName = 100;

function noteLoaders(name: string, loaders: readonly string[], log: Log): void {
  if (loaders.length === 0) return;
  const names = loaders.slice(0, mostNames).map((one) => shorten(one, longestShownName));
  const more = loaders.length - names.length;
  const all = more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`;
  log.info(`Session ${name} has variables that change what is loaded: ${all}.`);
}

/** A controller neither sees nor stops the sessions of another. */
function deleteRunSession({ sessions }: ApplicationParts): RequestHandler<{ id: string }> {
  return (request, response) => {
    const { id } = request.params;
    const session = sessions.get(id);
    const isOwn = session !== undefined && isOwnedBy(session, instanceIdOf(request));
    if (!isOwn || isTerminal(session.status.state)) {
      response.writeHead(204).end();
      return;
    }
    // Who knows the id has the answer to PUT: what was yet to begin begins and ends in good order.
    sessions.start(id);
    sessions.stop(id);
    response.writeHead(200, emptyBody).end();
  };
}

function refuseMethod(allowed: string): RequestHandler {
  return (_request, response) => {
    response.setHeader('Allow', allowed);
    throw new ProtocolError('MethodNotAllowed', `Use ${allowed}.`);
  };
}
