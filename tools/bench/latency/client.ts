import { Agent, request } from 'node:https';
import { trust } from '../../fixtures/endpoint/rawConnection.ts';
import type { ServerProcess } from '../support/serverProcess.ts';
import type { Request } from './requests.ts';

/** A complete response. */
interface Answer {
  /** From the request until here, in milliseconds. */
  readonly took: number;
  /** The address of the created session; empty if there is none. */
  readonly location: string;
}

/** A client that keeps one connection. */
export class Client {
  readonly #server: ServerProcess;
  readonly #agent: Agent;

  constructor(server: ServerProcess) {
    this.#server = server;
    this.#agent = new Agent({ ...trust(server.certificate), keepAlive: true, maxSockets: 1 });
  }

  /** Sends a request. Rejects if the response has an unexpected status. */
  send({ method, path, body, status }: Request): Promise<Answer> {
    const begun = performance.now();
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent: this.#agent,
          host: '127.0.0.1',
          port: this.#server.port,
          method,
          path,
          headers: {
            host: `localhost:${this.#server.port}`,
            authorization: `Bearer ${this.#server.token}`,
            'microsoft-developer-dcp-instance-id': 'bench',
            ...(body !== undefined && {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(body),
            }),
          },
        },
        (response) => {
          if (response.statusCode !== status) {
            reject(new Error(`${method} ${path} was answered ${response.statusCode}.`));
          }
          const { location = '' } = response.headers;
          response.resume().once('end', () => {
            resolve({ took: performance.now() - begun, location });
          });
        },
      );
      outgoing.once('error', reject).end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
