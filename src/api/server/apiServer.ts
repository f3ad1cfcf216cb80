import type { RequestListener, ServerResponse } from 'node:http';
import { type Clock, withTimeout } from '../../common/clock.ts';
import type { Log } from '../../common/log.ts';
import { openGuardedServer, type ServerSettings } from '../../common/server/guardedServer.ts';
import type { Identity } from '../../common/server/identity.ts';
import { writeAnswer } from '../../common/server/lastAnswer.ts';
import type { Listener } from '../../common/server/loopback.ts';
import type { Token } from '../../common/server/token.ts';
import { refusal, sendError, toAnswer } from '../answers/send.ts';
import { closing, StatusError } from '../answers/status.ts';

export interface ApiServerOptions extends ServerSettings {
  /** Handles the requests with the token. */
  readonly handle: RequestListener;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long the last answers may take, in milliseconds. */
const closeTimeout = 1_000;

/** Serves the API over HTTPS on loopback, for clients with its token. */
export class ApiServer {
  readonly #options: ApiServerOptions;
  readonly #listeners: readonly Listener[];
  readonly #answers: OpenAnswers;

  readonly port: number;

  /** Starts listening. Throws a HumanError if the port is not available. */
  static async open(options: ApiServerOptions): Promise<ApiServer> {
    const { clock, handle } = options;
    const answers = new OpenAnswers();
    const { listeners, port } = await openGuardedServer({
      ...options,
      handlers: {
        request(request, response) {
          if (answers.add(response)) handle(request, response);
          else sendError(response, closing(), clock);
        },
        upgrade: (_request, socket) => writeAnswer(socket, toAnswer(noWebSockets())),
        tunnel: (socket) => writeAnswer(socket, toAnswer(noTunnels())),
        refuse: (response, code) => sendError(response, refusal(code), clock),
        refuseSocket: (socket, code) => writeAnswer(socket, toAnswer(refusal(code))),
      },
    });
    return new ApiServer(options, { listeners, port, answers });
  }

  private constructor(
    options: ApiServerOptions,
    opened: {
      readonly listeners: readonly Listener[];
      readonly port: number;
      readonly answers: OpenAnswers;
    },
  ) {
    this.#options = options;
    this.#listeners = opened.listeners;
    this.#answers = opened.answers;
    this.port = opened.port;
  }

  get token(): Token {
    return this.#options.identity.token;
  }

  /** The certificate that clients have to trust, in PEM. */
  get certificate(): string {
    return this.#options.identity.certificate.certificate;
  }

  /** Ends watches, since clients take a cut connection for an error, and stops listening. */
  async close(): Promise<void> {
    await withTimeout(this.#options.clock, closeTimeout, this.#answers.end(), undefined);
    await Promise.all(this.#listeners.map((listener) => listener.close()));
  }
}

/** The answers that are not complete. */
class OpenAnswers {
  readonly #answers = new Set<ServerResponse>();
  #isEnding = false;

  /** Returns `false` if no further request is answered. */
  add(response: ServerResponse): boolean {
    if (this.#isEnding) return false;
    this.#answers.add(response);
    response.once('close', () => this.#answers.delete(response));
    return true;
  }

  /** Ends streams, and resolves when all answers are complete. */
  async end(): Promise<void> {
    this.#isEnding = true;
    const answers = [...this.#answers];
    const closed = answers.map((answer) => new Promise((resolve) => answer.once('close', resolve)));
    // Only streams begin before they are complete.
    for (const answer of answers) if (answer.headersSent) answer.end();
    await Promise.all(closed);
  }
}

function noWebSockets(): StatusError {
  return new StatusError('BadRequest', 'WebSockets are not served.');
}

function noTunnels(): StatusError {
  return new StatusError('MethodNotAllowed', 'Tunnels are not served.', {});
}
