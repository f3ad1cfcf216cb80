import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { getMessage } from '../../common/log.ts';
import { cliErrors } from '../errors.ts';

export interface HostRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** `application/json` if absent. */
  readonly contentType?: string;
  readonly signal?: AbortSignal | undefined;
}

/** Speaks HTTP with one host through its door. */
export class HostClient {
  readonly #address: string;
  readonly #pid: number;

  constructor({ address, pid }: { readonly address: string; readonly pid: number }) {
    this.#address = address;
    this.#pid = pid;
  }

  /** Sends a request and parses the answer. Rejects with a HumanError if it is refused or the host is gone. */
  async send(path: string, options: HostRequest = {}): Promise<unknown> {
    const response = await this.open(path, options);
    try {
      return JSON.parse(await text(response)) as unknown;
    } catch (error) {
      throw this.#lost(error);
    }
  }

  /** Sends a request and returns the answer once its head has arrived. Rejects like {@link send}. */
  async open(path: string, options: HostRequest = {}): Promise<IncomingMessage> {
    const response = await this.#request(path, options).catch((error: unknown) => {
      throw options.signal?.aborted ? error : this.#lost(error);
    });
    if ((response.statusCode ?? 0) < 300) return response;
    throw refusal(response.statusCode ?? 0, await text(response));
  }

  #request(path: string, options: HostRequest): Promise<IncomingMessage> {
    const { body, contentType = 'application/json', method = 'GET', query = {}, signal } = options;
    const given = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as [string, string]],
    );
    const search = given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
    const sent = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const asked = request({
        socketPath: this.#address,
        path: path + search,
        method,
        agent: false,
        headers: {
          accept: 'application/json, */*;q=0.8',
          ...(sent !== undefined && { 'content-type': contentType }),
        },
        ...(signal && { signal }),
      });
      asked.once('response', resolve);
      asked.on('error', reject);
      asked.end(sent);
    });
  }

  #lost(error: unknown): Error {
    return cliErrors.HostNotReached({ pid: this.#pid, reason: getMessage(error) });
  }
}

/** Creates the error of an answer, which is a Status of the resource API or has no body. */
function refusal(status: number, body: string): Error {
  return cliErrors.RequestRefused({
    reason: readMessage(body) ?? `it answered with status ${status}`,
  });
}

function readMessage(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { readonly message?: string }).message;
  } catch {
    return undefined;
  }
}
