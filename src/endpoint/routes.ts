import type { IncomingMessage, ServerResponse } from 'node:http';
import { ProtocolError } from '../protocol/errors.ts';
import { pathOf } from './target.ts';

/** What answers a request; throws or rejects with what to answer instead. `id` is the last part of the path. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
) => void | Promise<void>;

/** What is at a path: the one method that it answers to, and how. */
interface Route {
  readonly method: 'DELETE' | 'GET' | 'PUT';
  readonly handle: Handler;
}

export interface Routes {
  /** By their whole paths. */
  readonly exact: Readonly<Record<string, Route>>;
  /** For a path with one more part than one that is above, which may be anything. */
  readonly below: Readonly<Record<string, Route>>;
}

/** Finds what answers a request, by its exact path, and lets it answer. Throws or rejects with a ProtocolError where nothing does. */
export function answerByRoute(
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
): void | Promise<void> {
  const path = pathOf(request);
  const end = path.lastIndexOf('/');
  const id = path.slice(end + 1);
  const route =
    own(routes.exact, path) ?? (id === '' ? undefined : own(routes.below, path.slice(0, end)));
  if (route === undefined) throw new ProtocolError('NotFound');
  // HEAD is GET without the body of its answer (RFC 9110, section 9.3.2), which Node leaves out.
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (method !== route.method) {
    response.setHeader('Allow', route.method);
    throw new ProtocolError('MethodNotAllowed', `Use ${route.method}.`);
  }
  return route.handle(request, response, decode(id));
}

function own(routes: Readonly<Record<string, Route>>, path: string): Route | undefined {
  return Object.hasOwn(routes, path) ? routes[path] : undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ProtocolError('MalformedRequest');
  }
}
