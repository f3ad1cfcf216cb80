import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Clock } from '../../common/clock.ts';
import type { Log } from '../../common/log.ts';
import type { LaunchCheck } from '../../launch/launchPlan.ts';
import type { LaunchTypes } from '../../launch/launchTypes.ts';
import { ProtocolError } from '../../protocol/errors.ts';
import { isOwnedBy } from '../../protocol/ideSession.ts';
import { createInfo } from '../../protocol/info.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import { isTerminal } from '../../sessions/stateTable.ts';
import { getInstanceId, getVersion } from './authorization.ts';
import { assertJson, readJson } from '../../common/server/body.ts';
import { answerError, answerJson, toProtocolError } from './errorAnswers.ts';
import { parseRunSessionRequest, refuseFailingLaunch } from './runSessionRequest.ts';
import type { TakenAnswers } from './takenAnswers.ts';
import { hasMalformedQuery, getPath } from '../../common/server/target.ts';

/** Dependencies of the routes. */
export interface ApplicationOptions {
  readonly sessions: Sessions;
  readonly launchTypes: LaunchTypes;
  readonly checkLaunch: LaunchCheck;
  readonly bodyLimit: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly isClosing: () => boolean;
  /** Resolves when new sessions are persisted. Not awaited if absent. */
  readonly recorded?: () => Promise<void>;
  /** Returns the base of relative paths in a controller's requests; `undefined` for the default. */
  readonly getWorkspace?: (instanceId: string) => string | undefined;
  readonly answers: TakenAnswers;
  /** Returns the absolute URL of a path. */
  readonly getAddress: (path: string) => string;
}

/** Creates the HTTP side of the run-session protocol. The WebSocket of `/run_session/notify` is handled by the upgrade. */
export function createApplication(options: ApplicationOptions): RequestListener {
  const routes = createRoutes(options);
  const put = putRunSession(options);
  const onError = (error: unknown, response: ServerResponse): void =>
    refuse(error, response, options);
  return (request, response) => {
    try {
      assertOpen(options);
      // Express would answer an invalid path itself.
      if (hasMalformedQuery(request)) throw new ProtocolError('MalformedRequest');
      const path = getPath(request);
      if (!/^\/[^#]*$/.test(path)) throw new ProtocolError('NotFound');
      if (path === '/run_session' && request.method === 'PUT') {
        return void put(request, response).catch((error: unknown) => onError(error, response));
      }
    } catch (error) {
      return onError(error, response);
    }
    // The handlers use only Node's request and response, so no Express application has to extend them.
    routes(request as Request, response as Response, (error) =>
      onError(error ?? new ProtocolError('NotFound'), response),
    );
  };
}

function createRoutes(options: ApplicationOptions): Router {
  const routes = Router({ caseSensitive: true, strict: true });
  // Its PUT, which is most requests, isn't routed by Express, which takes a noticeable part of the time.
  routes.route('/run_session').all(refuseMethod('PUT'));
  routes.route('/info').get(getInfo(options)).all(refuseMethod('GET'));
  routes.route('/run_session/notify').get(refusePlainRequest).all(refuseMethod('GET'));
  routes.route('/run_session/:id').delete(deleteRunSession(options)).all(refuseMethod('DELETE'));
  return routes;
}

function refuse(
  error: unknown,
  response: ServerResponse,
  { clock, log }: ApplicationOptions,
): void {
  answerError(response, toProtocolError(error, log), clock);
}

function assertOpen({ isClosing }: ApplicationOptions): void {
  if (isClosing()) throw new ProtocolError('ShuttingDown');
}

/** Returns the instance id of the caller. Throws a ProtocolError. */
function checkCaller(request: IncomingMessage): string {
  const instanceId = getInstanceId(request);
  getVersion(request);
  return instanceId;
}

const refusePlainRequest: RequestHandler = (_request, response) => {
  response.setHeader('Upgrade', 'websocket');
  throw new ProtocolError('UpgradeRequired');
};

const emptyBody = { 'Content-Length': 0 };

function getInfo({ launchTypes }: ApplicationOptions): RequestHandler {
  return (_request, response) => answerJson(response, createInfo(launchTypes.list()));
}

/**
 * Starts the session after the response was sent, so that its notifications don't overtake it. If the
 * caller has disconnected before, the session doesn't start.
 */
function putRunSession(
  options: ApplicationOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { getAddress, answers, bodyLimit, checkLaunch, isClosing, log } = options;
  const { launchTypes, recorded, sessions } = options;
  return async (request, response) => {
    const instanceId = checkCaller(request);
    assertJson(request.headers);
    const body = await readJson(request, bodyLimit);
    // The endpoint may have begun to close while the body was read.
    assertOpen(options);
    const workspace = options.getWorkspace?.(instanceId);
    const { plan, request: spec } = parseRunSessionRequest(body, launchTypes, workspace);
    await refuseFailingLaunch(plan, checkLaunch, log);
    assertOpen(options);
    const owner = { kind: 'controller', instanceId } as const;
    const { name } = sessions.create(owner, spec).metadata;
    await recorded?.();
    if (isClosing()) sessions.remove(name);
    assertOpen(options);
    const location = getAddress(`/run_session/${name}`);
    answers.give(
      response,
      () => response.writeHead(201, { Location: location, ...emptyBody }).end(),
      (taken) => {
        if (!taken) return sessions.remove(name);
        const loaders = launchTypes.describeLoaders(spec);
        if (loaders !== undefined) log.info(`Session ${name} ${loaders}`);
        sessions.start(name);
      },
    );
  };
}

/** Controllers can't see or stop the sessions of other controllers. */
function deleteRunSession({ sessions }: ApplicationOptions): RequestHandler<{ id: string }> {
  return (request, response) => {
    const instanceId = checkCaller(request);
    const { id } = request.params;
    const session = sessions.get(id);
    const isOwn = session !== undefined && isOwnedBy(session, instanceId);
    if (!isOwn || isTerminal(session.status.state)) {
      response.writeHead(204).end();
      return;
    }
    // A caller that knows the id has received the response to PUT, so the session starts before it is stopped.
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
