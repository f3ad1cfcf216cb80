import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Api } from '../api/api.ts';
import { sendError, toStatusError } from '../api/answers/send.ts';
import type { ApiOptions } from '../api/apiContext.ts';
import { ApiServer } from '../api/server/apiServer.ts';
import { HumanError } from '../common/humanError.ts';
import {
  createIdentity,
  type Identity,
  keepIdentity,
  type KeptIdentity,
  restoreIdentity,
} from '../common/server/identity.ts';
import type { HostSettings } from './settings.ts';

export interface HostApiOptions extends Omit<ApiOptions, 'isClosing'> {
  readonly settings: HostSettings;
  /** Returns a handler that calls this one. */
  readonly observe?: (handle: RequestListener) => RequestListener;
}

/** Keeps the identity of the API for the next host. */
export interface ApiIdentityKeeper {
  /** The one of this host or an earlier one. */
  readonly api: KeptIdentity | undefined;
  keepApi(identity: KeptIdentity | undefined): Promise<void>;
}

/** Loads the code of the API when it is first used. */
async function loadApi(options: ApiOptions): Promise<Api> {
  const { createApi } = await import('../api/api.ts');
  return createApi(options);
}

/** The resource API of a host, and its server while that is on. */
export class HostApi {
  readonly #options: HostApiOptions;
  readonly #load: typeof loadApi;
  #api: Promise<Api> | undefined;
  #loaded: Api | undefined;
  /** Handles the requests to the API. */
  readonly handle: RequestListener;
  #server: Promise<ApiServer> | undefined;
  #keeper: ApiIdentityKeeper | undefined;
  #isClosing = false;

  /** `load` creates the API at its first request. */
  constructor(options: HostApiOptions, load = loadApi) {
    this.#options = options;
    this.#load = load;
    const handle: RequestListener = (request, response) => {
      if (this.#loaded === undefined) void this.#loadAndHandle(request, response);
      else this.#loaded.handle(request, response);
    };
    this.handle = options.observe?.(handle) ?? handle;
  }

  /** Keeps the port, the token and the certificate, and uses those of an earlier host. */
  keepIdentity(keeper: ApiIdentityKeeper | undefined): void {
    this.#keeper = keeper;
  }

  /** Returns the server of the API, opening it if necessary. Throws a HumanError if that fails. */
  async open(): Promise<ApiServer> {
    this.#server ??= this.#openServer();
    try {
      return await this.#server;
    } catch (error) {
      // The next call tries again.
      this.#server = undefined;
      throw error;
    }
  }

  /** Closes the server if there is one. Its token is not used again. */
  async closeServer(): Promise<void> {
    await this.#endServer();
    await this.#keeper?.keepApi(undefined);
  }

  /** Whether changes are refused. */
  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** Refuses changes. Sessions can be read and watched. */
  refuse(): void {
    this.#isClosing = true;
  }

  /** Ends all watches and closes the server. */
  async close(): Promise<void> {
    this.refuse();
    await this.#endServer();
    const api = await this.#api?.catch(() => undefined);
    api?.dispose();
  }

  async #loadAndHandle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { clock, log } = this.#options;
    try {
      const api = await this.#loadOnce();
      // The client may have gone.
      if (!response.destroyed) api.handle(request, response);
    } catch (error) {
      sendError(response, toStatusError(error, log), clock);
    }
  }

  async #loadOnce(): Promise<Api> {
    this.#api ??= this.#load({ ...this.#options, isClosing: () => this.#isClosing });
    try {
      this.#loaded = await this.#api;
      return this.#loaded;
    } catch (error) {
      // The next request tries again.
      this.#api = undefined;
      throw error;
    }
  }

  async #endServer(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await (await server?.catch(() => undefined))?.close();
  }

  async #openServer(): Promise<ApiServer> {
    const now = this.#options.clock.now();
    const kept = this.#keeper?.api && restoreIdentity(this.#keeper.api, now);
    const identity = kept ?? (await createIdentity(0, now));
    const server = await this.#listen(identity);
    await this.#keeper?.keepApi(keepIdentity(identity, server.port));
    return server;
  }

  /** Clients trust the certificate, so another program on the port of an earlier host doesn't get the token. */
  async #listen(identity: Identity): Promise<ApiServer> {
    const { clock, log, settings } = this.#options;
    const options = { ...settings, handle: this.handle, clock, log };
    try {
      return await ApiServer.open({ ...options, identity });
    } catch (error) {
      const isTaken = error instanceof HumanError && error.code === 'PortNotAvailable';
      if (!isTaken || identity.port === 0) throw error;
      log.warn(
        `Port ${identity.port} of the API is not available, so it listens on another one. Clients have to read its kubeconfig again.`,
      );
      return ApiServer.open({ ...options, identity: { ...identity, port: 0 } });
    }
  }
}
