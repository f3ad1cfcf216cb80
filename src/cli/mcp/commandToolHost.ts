import type { Readable } from 'node:stream';
import { explanationSchema } from '../../api/door/explanation.ts';
import type { BreakpointPlace } from '../../api/door/explanation.ts';
import { decodeEnd } from '../../common/decodeEnd.ts';
import type { OutputStream } from '../../common/outputStream.ts';
import { toolErrors } from '../../host/tools/errors.ts';
import { type SessionSummary, summarize } from '../../host/tools/sessionSummary.ts';
import type { OutputEnd, StartRequest, ToolHost } from '../../host/tools/toolHost.ts';
import { connectHost } from '../hosts/hostCommands.ts';
import type { McpOptions } from '../invocation.ts';
import { requestRestart, requestStop } from '../sessions/changeSessions.ts';
import { connectSessions, type SessionApi } from '../sessions/connectSessions.ts';
import { untilSession } from '../sessions/followSession.ts';
import type { Session } from '../sessions/session.ts';
import { toSessionObject } from '../start/sessionRequest.ts';
import { readStartTarget } from './startTarget.ts';

/** A running host, as the tools see it. Each call finds it again, since windows are reloaded. */
export class CommandToolHost implements ToolHost {
  readonly #options: McpOptions;

  constructor(options: McpOptions) {
    this.#options = options;
  }

  async list(): Promise<readonly SessionSummary[]> {
    const { items } = await (await this.#sessions()).list();
    const created = ({ metadata }: Session): string => metadata.creationTimestamp ?? '';
    return items
      .toSorted((one, other) => created(one).localeCompare(created(other)))
      .map(toSummary);
  }

  async start({ mode, target }: StartRequest): Promise<SessionSummary> {
    const { facts } = await connectHost(this.#options);
    const { isStartAllowed } = this.#options;
    const request = await readStartTarget(target, { folders: facts.folders, isStartAllowed, mode });
    const sessions = await connectSessions({ host: String(facts.pid) });
    return toSummary(await sessions.create(toSessionObject(request, undefined)));
  }

  async stop(name: string): Promise<void> {
    await requestStop(await this.#sessions(), name);
  }

  async restart(name: string): Promise<void> {
    await requestRestart(await this.#sessions(), name);
  }

  async until(
    name: string,
    condition: (session: SessionSummary) => boolean,
    signal: AbortSignal,
  ): Promise<SessionSummary> {
    const sessions = await this.#sessions();
    const isReached = (session: Session): boolean => condition(toSummary(session));
    return toSummary(await untilSession(sessions, name, isReached, signal));
  }

  async readOutput(name: string, stream: OutputStream, bytes: number): Promise<OutputEnd> {
    const sessions = await this.#sessions();
    // No line is empty: each has its line feed.
    const log = await sessions.readText(name, 'log', { source: stream, tail: bytes });
    return readEnd(log, bytes);
  }

  async explainBreakpoints(place: BreakpointPlace): Promise<string> {
    const { client, facts } = await connectHost(this.#options);
    if (facts.kind !== 'editor') throw toolErrors.ToolBreakpointsUnknown({ pid: facts.pid });
    const answer = await client.send({
      method: 'GET',
      path: '/host/breakpoints',
      query: { ...place },
    });
    return explanationSchema.parse(answer).explanation;
  }

  #sessions(): Promise<SessionApi> {
    return connectSessions(this.#options);
  }
}

function toSummary(session: Session): SessionSummary {
  return summarize(session, readMode(session.spec.launchConfigurations));
}

/** All launch configurations of a session have the same mode. */
function readMode(launchConfigurations: string): SessionSummary['mode'] {
  try {
    const [first] = JSON.parse(launchConfigurations) as readonly { readonly mode?: unknown }[];
    return first?.mode === 'NoDebug' ? 'NoDebug' : 'Debug';
  } catch {
    return 'Debug';
  }
}

/** Reads a stream to its end, and keeps at most its last `bytes`. */
async function readEnd(stream: Readable, bytes: number): Promise<OutputEnd> {
  let kept = Buffer.alloc(0);
  let isCut = false;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const all = Buffer.concat([kept, chunk]);
    isCut ||= all.length > bytes;
    kept = all.subarray(-bytes);
  }
  return { text: decodeEnd(kept), isCut };
}
