import type { RequestListener } from 'node:http';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Clock } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { LaunchTypes } from '../launch/launchTypes.ts';
import { loaderVariables } from '../launch/loaderVariables.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { isOwnedBy } from '../protocol/ideSession.ts';
import { createInfo } from '../protocol/info.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { isTerminal } from '../sessions/stateTable.ts';
import { instanceIdOf, versionOf } from './authorisation.ts';
import { readJson } from './body.ts';
import { answerError, toProtocolError } from './errorAnswers.ts';
import { parseRunSessionRequest } from './runSessionRequest.ts';
import type { TakenAnswers } from './takenAnswers.ts';
import { targetOf } from './target.ts';

/** What the routes stand on. */
export interface ApplicationParts {
  readonly sessions: Sessions;
  readonly launchTypes: LaunchTypes;
  readonly bodyLimit: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly isClosing: () => boolean;
  readonly answers: TakenAnswers;
  /** The absolute address of a path of this endpoint. */
  readonly addressOf: (path: string) => string;
}

/** The HTTP side of the run-session protocol, for those who may come in; the WebSocket of `/run_session/notify` comes by upgrade. */
export function createApplication(parts: ApplicationParts): RequestListener {
  const routes = createRoutes(parts);
  return (request, response) => {
    try {
      assertOpen(parts);
      // What the router can't take for a path it would answer by itself.
      if (!/^\/[^#]*$/.test(targetOf(request).path)) throw new ProtocolError('NotFound');
      routes(request, response);
    } catch (error) {
      answerError(response, toProtocolError(error, parts.log), parts.clock);
    }
  };
}

function createRoutes(parts: ApplicationParts): Express {
  const application = express();
  application.disable('x-powered-by').disable('etag');
  application.enable('case sensitive routing').enable('strict routing');
  application.route('/info').get(getInfo(parts)).all(refuseMethod('GET'));
  application.route('/run_session').put(checkCaller, putRunSession(parts)).all(refuseMethod('PUT'));
  application.route('/run_session/notify').get(refusePlainRequest).all(refuseMethod('GET'));
  application
    .route('/run_session/:id')
    .delete(checkCaller, deleteRunSession(parts))
    .all(refuseMethod('DELETE'));
  application.use(() => {
    throw new ProtocolError('NotFound');
  });
  application.use(handleError(parts));
  return application;
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
  response.set('Upgrade', 'websocket');
  throw new ProtocolError('UpgradeRequired');
};

function getInfo({ launchTypes }: ApplicationParts): RequestHandler {
  return (_request, response) => {
    response.json(createInfo(launchTypes.list()));
  };
}

/**
 * Answers first: the session starts when the answer is out, so that its notifications don't
 * overtake it; a session whose caller has gone meanwhile doesn't start at all.
 */
function putRunSession(parts: ApplicationParts): RequestHandler {
  const { addressOf, answers, bodyLimit, launchTypes, log, sessions } = parts;
  return async (request, response) => {
    const type = request.is('json');
    if (type === false) throw new ProtocolError('UnsupportedMediaType');
    // It is null where there is no body.
    if (type === null) throw new ProtocolError('MalformedJson');
    const body = await readJson(request, bodyLimit);
    // The endpoint may have begun to close while the body came.
    assertOpen(parts);
    const spec = parseRunSessionRequest(body, launchTypes);
    const owner = { kind: 'controller', instanceId: instanceIdOf(request) } as const;
    const { name } = sessions.create(owner, spec).metadata;
    const loaders = loaderVariables(spec.env);
    if (loaders.length > 0) {
      log.info(`Session ${name} has variables that change what is loaded: ${loaders.join(', ')}.`);
    }
    const location = addressOf(`/run_session/${name}`);
    answers.give(
      response,
      () => response.writeHead(201, { Location: location, 'Content-Length': 0 }).end(),
      (taken) => (taken ? sessions.start(name) : sessions.remove(name)),
    );
  };
}

/** A controller neither sees nor stops the sessions of another. */
function deleteRunSession({ sessions }: ApplicationParts): RequestHandler<{ id: string }> {
  return (request, response) => {
    const session = sessions.get(request.params.id);
    const isOwn = session !== undefined && isOwnedBy(session, instanceIdOf(request));
    if (!isOwn || isTerminal(session.status.state)) {
      response.status(204).end();
      return;
    }
    // Who knows the id has the answer to PUT: what was yet to begin begins and ends in good order.
    sessions.start(request.params.id);
    sessions.stop(request.params.id);
    response.status(200).end();
  };
}

function refuseMethod(allowed: string): RequestHandler {
  return (_request, response) => {
    response.set('Allow', allowed);
    throw new ProtocolError('MethodNotAllowed', `Use ${allowed}.`);
  };
}

function handleError({ clock, log }: ApplicationParts): ErrorRequestHandler {
  return (error, _request, response, _next) =>
    answerError(response, toProtocolError(error, log), clock);
}
