import type { Clock, ControllerTimes } from '../clock.ts';
import { faultsInErrorBody } from '../controllerError.ts';
import { endpointHost, type Dialer } from './dialer.ts';
import type { EndpointAddress } from './endpointAddress.ts';
import { exchange, type RawAnswer } from './httpExchange.ts';

/** How a request differs from a controller's usual ones. */
export interface RequestOptions {
  /** In addition to the usual headers; `null` omits one. */
  headers?: Record<string, string | null>;
  /** Text and bytes are sent unchanged, anything else as JSON. */
  body?: unknown;
  /** Another version than the controller's own; `null` omits it. */
  apiVersion?: string | null;
  /** One of the loopback addresses instead of the host name. */
  address?: string;
  signal?: AbortSignal;
}

/** The controller's credentials and version, sent with every request. */
export interface Identity {
  readonly instanceId: string;
  readonly apiVersion: string;
}

/** Sends HTTP requests as a controller does, and checks the rules for every response. */
export class Requests {
  private readonly address: EndpointAddress;
  private readonly identity: Identity;
  private readonly dialer: Dialer;
  private readonly clock: Clock;
  private readonly times: ControllerTimes;
  private readonly report: (violation: string) => void;

  constructor(
    address: EndpointAddress,
    identity: Identity,
    dialer: Dialer,
    clock: Clock,
    times: ControllerTimes,
    report: (violation: string) => void,
  ) {
    this.address = address;
    this.identity = identity;
    this.dialer = dialer;
    this.clock = clock;
    this.times = times;
    this.report = report;
  }

  /** Sends one request; rejects without a complete response in time. */
  async send(method: string, path: string, options: RequestOptions = {}): Promise<RawAnswer> {
    const limit = new AbortController();
    const cancel = this.clock.after(this.times.requestLimit, () => {
      const text = `${method} ${path} had no answer within ${this.times.requestLimit} ms.`;
      this.report(text);
      limit.abort(new Error(text));
    });
    const { signal, address } = options;
    const abort = (): void => limit.abort(signal?.reason);
    signal?.addEventListener('abort', abort);
    if (signal?.aborted === true) {
      abort();
    }
    try {
      const answer = await exchange(this.dialer, {
        port: this.address.port,
        method,
        target: this.target(path, options.apiVersion),
        ...this.content(options),
        ...(address === undefined ? {} : { address }),
        signal: limit.signal,
      });
      this.check(method, path, answer);
      return answer;
    } catch (error) {
      throw limit.signal.aborted ? limit.signal.reason : error;
    } finally {
      signal?.removeEventListener('abort', abort);
      cancel();
    }
  }

  /** The path with its version; only `/info` has none. */
  target(path: string, apiVersion?: string | null): string {
    const version =
      apiVersion === undefined && path !== '/info' ? this.identity.apiVersion : apiVersion;
    if (version === undefined || version === null) {
      return path;
    }
    const separator = path.includes('?') ? '&' : '?';
    return `${path}${separator}api-version=${encodeURIComponent(version)}`;
  }

  /** The headers of every request, with the requested changes. */
  headers(changes: Record<string, string | null> = {}): Record<string, string> {
    const usual: Record<string, string | null> = {
      host: `${endpointHost}:${this.address.port}`,
      authorization: `Bearer ${this.address.token}`,
      'microsoft-developer-dcp-instance-id': this.identity.instanceId,
    };
    for (const [name, value] of Object.entries(changes)) {
      usual[name.toLowerCase()] = value;
    }
    const kept = Object.entries(usual).filter((entry): entry is [string, string] => {
      return entry[1] !== null;
    });
    return Object.fromEntries(kept);
  }

  /** Checks a response against the rules for all of them. */
  check(method: string, path: string, { status, text, json }: RawAnswer): void {
    if (status >= 400) {
      for (const fault of faultsInErrorBody(json)) {
        this.report(`${method} ${path} answered ${status}, but ${fault}.`);
      }
    }
    if (text.includes(this.address.token)) {
      this.report(`${method} ${path} answered ${status} with the token in the body.`);
    }
  }

  private content({ headers = {}, body }: RequestOptions): {
    headers: Record<string, string>;
    body?: string | Buffer;
  } {
    if (body === undefined) {
      return { headers: this.headers(headers) };
    }
    const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const described = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(bytes)),
      ...headers,
    };
    return { headers: this.headers(described), body: bytes };
  }
}
