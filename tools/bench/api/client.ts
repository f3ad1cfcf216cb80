import { once } from 'node:events';
import { Agent, request } from 'node:https';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { ApiTarget } from './target.ts';

/** A client of an API server over HTTP/1.1. */
export class Client {
  readonly #target: ApiTarget;
  readonly #agent: Agent;

  constructor(target: ApiTarget) {
    this.#target = target;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 4, ca: target.authority });
  }

  async create(name: string): Promise<void> {
    await this.#send('POST', '', 'application/json', this.#target.create(name));
  }

  /** Sets an annotation that {@link Watch} looks for. */
  async mark(name: string, mark: number): Promise<void> {
    const patch = { metadata: { annotations: { bench: toText(mark) } } };
    await this.#send('PATCH', `/${name}`, 'application/merge-patch+json', patch);
  }

  /** Lists all objects, and returns the version of the list. */
  async list(): Promise<string> {
    const text = await this.#send('GET', '', 'application/json');
    return /"resourceVersion":"(\d+)"/.exec(text)?.[1] ?? '';
  }

  /** Opens a watch on a connection of its own. `seen` is called with each mark that arrives. */
  async watch(version: string, seen: (mark: number) => void): Promise<Watch> {
    const query = `?watch=true&resourceVersion=${version}`;
    const sent = this.#request('GET', query, {}, new Agent({ ca: this.#target.authority }));
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return new Watch(response, seen);
  }

  dispose(): void {
    this.#agent.destroy();
  }

  async #send(method: string, path: string, type: string, body?: object): Promise<string> {
    const sent = this.#request(method, path, { 'content-type': type }, this.#agent);
    sent.end(body && JSON.stringify(body));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    if ((response.statusCode ?? 0) >= 300) throw new Error(`${method} failed: ${text}`);
    return text;
  }

  #request(method: string, path: string, headers: OutgoingHttpHeaders, agent: Agent) {
    const { path: collection, server, token } = this.#target;
    const authorization = `Bearer ${token}`;
    const accept = 'application/json';
    return request(new URL(server + collection + path), {
      method,
      agent,
      headers: { ...headers, accept, authorization },
    });
  }
}

/** A watch that looks for the marks of changes. */
export class Watch {
  readonly #response: IncomingMessage;
  #rest = '';

  constructor(response: IncomingMessage, seen: (mark: number) => void) {
    this.#response = response;
    response.on('error', () => {});
    response.setEncoding('latin1').on('data', (chunk: string) => {
      const text = this.#rest + chunk;
      const end = text.lastIndexOf('\n') + 1;
      this.#rest = text.slice(end);
      for (const [, mark] of text.slice(0, end).matchAll(/"bench":"mark-(\d+)"/g))
        seen(Number(mark));
    });
  }

  close(): void {
    this.#response.destroy();
  }
}

function toText(mark: number): string {
  return `mark-${mark}`;
}
