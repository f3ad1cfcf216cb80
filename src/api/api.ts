import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Request, type Response, Router } from 'express';
import type { Disposable } from '../common/disposable.ts';
import { getPath, hasMalformedQuery } from '../common/server/target.ts';
import { refusal, sendError, toStatusError } from './answers/send.ts';
import { closing, StatusError } from './answers/status.ts';
import type { ApiContext, ApiOptions, Handler } from './apiContext.ts';
import { History } from './history/history.ts';
import { collectionPath } from './resource/kind.ts';
import { reviewAccess, reviewPath } from './access/accessReview.ts';
import { answerHealth, healthPaths } from './discovery/health.ts';
import { answerMetrics, metricsPath } from './discovery/metrics.ts';
import { discoveryRoutes } from './discovery/routes.ts';
import { createSession } from './verbs/create.ts';
import { deleteSession } from './verbs/delete.ts';
import { deleteSessions } from './verbs/deleteCollection.ts';
import { getSession } from './verbs/get.ts';
import { listSessions } from './verbs/list.ts';
import { getLog } from './verbs/log.ts';
import { patchSession } from './verbs/patch.ts';
import { recreateSession } from './verbs/recreate.ts';
import { updateSession } from './verbs/update.ts';
import { Watches } from './watch/watches.ts';

/** The IdeSession resource over HTTP, for any number of servers, which authenticate the clients. Disposing of it ends all watches. */
export interface Api extends Disposable {
  readonly handle: RequestListener;
}

/** Limits of the history of changes: clients can resume their watches after a short outage. */
const historyLimits = { maxChanges: 10_000, maxSize: 16 * 1024 * 1024 };

/** Creates the API as Kubernetes serves resources. */
export function createApi(options: ApiOptions): Api {
  const history = new History({ ...options, ...historyLimits });
  const watches = new Watches(history, options.clock);
  const context = { ...options, history, watches };
  const routes = { collection: createCollection(context), others: createRoutes(context) };
  return {
    handle: (request, response) => handle(request, response, routes, options),
    dispose() {
      watches.dispose();
      history.dispose();
    },
  };
}

interface Routes {
  /** The handlers of the path of all sessions, by method. */
  readonly collection: ReadonlyMap<string, Handler>;
  /** The other paths. */
  readonly others: Router;
}

function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { collection, others }: Routes,
  { clock, isClosing, log }: ApiOptions,
): void {
  const path = getPath(request);
  const onError = (error: unknown): void => sendError(response, toStatusError(error, log), clock);
  // Express would answer an invalid path itself.
  if (hasMalformedQuery(request) || !/^\/[^#]*$/.test(path)) {
    return onError(refusal('MalformedRequest'));
  }
  if (isClosing() && !isRead(request)) return onError(closing());
  // Most requests have this path, for which Express takes a noticeable part of their time.
  if (path === collectionPath) {
    const handler = collection.get(request.method ?? '') ?? refuseMethod;
    return void run(handler, request, response, onError);
  }
  // The handlers use only Node's request and response, so no Express application has to extend them.
  others(request as Request, response as Response, (error) => onError(error ?? noSuchPath()));
}

async function run(
  handler: Handler,
  request: IncomingMessage,
  response: ServerResponse,
  onError: (error: unknown) => void,
): Promise<void> {
  try {
    await handler(request, response);
  } catch (error) {
    onError(error);
  }
}

function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

function createRoutes(context: ApiContext): Router {
  const routes = Router({ caseSensitive: true, strict: true });
  addSessionRoutes(routes, context);
  for (const [path, describe] of Object.entries(discoveryRoutes)) {
    // Generated clients ask with a slash at the end.
    routes
      .route([path, `${path}/`])
      .get(describe)
      .all(refuseMethod);
  }
  for (const path of healthPaths) {
    routes.route(path).get(answerHealth(context)).all(refuseMethod);
  }
  routes.route(metricsPath).get(answerMetrics(context)).all(refuseMethod);
  routes.route(reviewPath).post(reviewAccess).all(refuseMethod);
  return routes;
}

function createCollection(context: ApiContext): ReadonlyMap<string, Handler> {
  const list = listSessions(context);
  return new Map<string, Handler>([
    ['GET', list],
    ['HEAD', list],
    ['POST', createSession(context)],
    ['DELETE', deleteSessions(context)],
  ]);
}

function addSessionRoutes(routes: Router, context: ApiContext): void {
  routes
    .route(`${collectionPath}/:name`)
    .get(getSession(context))
    .put(updateSession(context, 'main'))
    .patch(patchSession(context, 'main'))
    .delete(deleteSession(context))
    .all(refuseMethod);
  routes.route(`${collectionPath}/:name/log`).get(getLog(context)).all(refuseMethod);
  routes.route(`${collectionPath}/:name/recreate`).post(recreateSession(context)).all(refuseMethod);
  routes
    .route(`${collectionPath}/:name/status`)
    .get(getSession(context))
    .put(updateSession(context, 'status'))
    .patch(patchSession(context, 'status'))
    .all(refuseMethod);
}

const refuseMethod = (): never => {
  throw new StatusError(
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
};

function noSuchPath(): StatusError {
  return new StatusError('NotFound', 'the server could not find the requested resource', {});
}
