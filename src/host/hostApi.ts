import { type Api, createApi } from '../api/api.ts';
import type { ApiOptions } from '../api/apiContext.ts';
import { ApiServer } from '../api/server/apiServer.ts';
import { createIdentity } from '../common/server/identity.ts';
import type { HostSettings } from './settings.ts';

export interface HostApiOptions extends Omit<ApiOptions, 'isClosing'> {
  readonly settings: HostSettings;
}

/** The resource API of a host, and its server while that is on. */
export class HostApi {
  readonly #options: HostApiOptions;
  readonly #api: Api;
  #server: Promise<ApiServer> | undefined;
  #isClosing = false;

  constructor(options: HostApiOptions) {
    this.#options = options;
    this.#api = createApi({ ...options, isClosing: () => this.#isClosing });
  }

  get handle(): Api['handle'] {
    return this.#api.handle;
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

  /** Closes the server if there is one. */
  async closeServer(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await (await server?.catch(() => undefined))?.close();
  }

  /** Refuses changes. Sessions can be read and watched. */
  refuse(): void {
    this.#isClosing = true;
  }

  /** Ends all watches and closes the server. */
  async close(): Promise<void> {
    this.refuse();
    await this.closeServer();
    this.#api.dispose();
  }

  async #openServer(): Promise<ApiServer> {
    const { clock, log, settings } = this.#options;
    const identity = await createIdentity(0, clock.now());
    return ApiServer.open({ ...settings, handle: this.handle, identity, clock, log });
  }
}
