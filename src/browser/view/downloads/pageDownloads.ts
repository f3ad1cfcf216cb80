import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Clock } from '../../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import type { HumanError } from '../../../common/humanError.ts';
import { getMessage, type Log } from '../../../common/log.ts';
import { browserErrors } from '../../errors.ts';
import type { DevToolsConnection, DevToolsEvent } from '../../page/devTools.ts';
import { DownloadLimits } from './downloadLimits.ts';
import { toFileName } from './downloadName.ts';
import { saveDownload } from './saveDownload.ts';

/** What downloads need of the editor. */
export interface DownloadHost {
  readonly clock: Clock;
  readonly log: Log;
  /** Resolves to the folder for downloads; to `undefined` if the user chooses none. */
  downloadFolder(suggestedName: string): Promise<string | undefined>;
  downloaded(path: string): void;
  /** Hears why downloads were refused. */
  refused(error: HumanError): void;
}

const versionSchema = z.object({ userAgent: z.string() });
const beginSchema = z.object({
  guid: z.string(),
  suggestedFilename: z.string(),
});
const progressSchema = z.object({
  guid: z.string(),
  receivedBytes: z.number(),
  /** Of a completed download; in the folder of the client that asked for downloads last. */
  filePath: z.optional(z.string()),
  state: z.enum(['inProgress', 'completed', 'canceled']),
});

/** Whether downloads are saved here or left to the browser. */
type State = 'taking' | 'leaving';

/** A download that is not saved yet. */
interface PendingDownload {
  readonly name: string;
  readonly folder: Promise<string | undefined>;
  bytes: number;
}

/** Saves what the pages of a browser without a window download, since it has nowhere to save it. */
export class PageDownloads implements Disposable {
  readonly #connection: DevToolsConnection;
  readonly #host: DownloadHost;
  readonly #staging: string;
  readonly #pending = new Map<string, PendingDownload>();
  readonly #limits: DownloadLimits;
  readonly #told = new Set<string>();
  readonly #resources = new DisposableStore();
  #wanted: State = 'leaving';
  #state: State = 'leaving';

  /**
   * Prepares for the downloads of a browser without a window; `undefined` if it has one. Throws a HumanError like
   * {@link DevToolsConnection.send}.
   */
  static async prepare(
    connection: DevToolsConnection,
    host: DownloadHost,
  ): Promise<PageDownloads | undefined> {
    const version = versionSchema.parse(await connection.send('Browser.getVersion'));
    if (!version.userAgent.includes('Headless')) return undefined;
    const staging = await mkdtemp(join(tmpdir(), 'ide-session-host-downloads-'));
    return new PageDownloads(connection, host, staging);
  }

  private constructor(connection: DevToolsConnection, host: DownloadHost, staging: string) {
    this.#connection = connection;
    this.#host = host;
    this.#staging = staging;
    this.#limits = new DownloadLimits(host.clock);
    this.#resources.add(connection.events((event) => this.#handle(event)));
  }

  /** Saves what all pages download from now on. */
  async takeOver(): Promise<void> {
    await this.#become('taking', { behavior: 'allowAndName', downloadPath: this.#staging });
  }

  /** Leaves downloads that begin from now on to the browser. */
  async leave(): Promise<void> {
    await this.#become('leaving', { behavior: 'default' });
  }

  /** Cancels unfinished downloads. */
  dispose(): void {
    this.#resources.dispose();
    for (const guid of this.#pending.keys()) this.#cancel(guid);
    const removing = rm(this.#staging, { recursive: true, force: true });
    removing.catch((error: unknown) => this.#host.log.debug(getMessage(error)));
  }

  async #become(state: State, behavior: object): Promise<void> {
    if (state === this.#wanted) return;
    this.#wanted = state;
    try {
      await this.#connection.send('Browser.setDownloadBehavior', {
        ...behavior,
        eventsEnabled: true,
      });
      // What has begun before the answer goes where files went before.
      this.#state = state;
    } catch (error) {
      this.#host.log.warn(`Where pages save downloads could not be set: ${getMessage(error)}`);
    }
  }

  #handle({ method, params }: DevToolsEvent): void {
    if (method === 'Browser.downloadWillBegin') this.#begin(beginSchema.parse(params));
    if (method === 'Browser.downloadProgress') this.#progress(progressSchema.parse(params));
  }

  #begin({ guid, suggestedFilename }: z.output<typeof beginSchema>): void {
    if (this.#state === 'leaving') return;
    const refusal = this.#limits.begin(this.#pending.size);
    if (refusal !== undefined) return this.#refuse(guid, refusal);
    const name = toFileName(suggestedFilename);
    this.#pending.set(guid, { name, folder: this.#askFolder(guid, name), bytes: 0 });
  }

  async #askFolder(guid: string, name: string): Promise<string | undefined> {
    try {
      const folder = await this.#host.downloadFolder(name);
      if (folder !== undefined) return folder;
      this.#limits.dismiss();
    } catch (error) {
      this.#warn(name, error);
    }
    this.#cancel(guid);
    return undefined;
  }

  #progress({ filePath, guid, receivedBytes, state }: z.output<typeof progressSchema>): void {
    const download = this.#pending.get(guid);
    if (download === undefined) return;
    download.bytes = receivedBytes;
    const total = [...this.#pending.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    const refusal = this.#limits.checkBytes(total);
    if (refusal !== undefined) {
      this.#refuse(guid, refusal);
    } else if (state === 'completed') {
      void this.#save(guid, download, filePath ?? join(this.#staging, guid));
    } else if (state === 'canceled') {
      this.#pending.delete(guid);
    }
  }

  async #save(
    guid: string,
    { folder: choosing, name }: PendingDownload,
    path: string,
  ): Promise<void> {
    const folder = await choosing;
    if (folder === undefined) return;
    try {
      this.#host.downloaded(await saveDownload(path, folder, name));
    } catch (error) {
      this.#warn(name, error);
      this.#host.refused(browserErrors.DownloadNotSaved({ name, reason: getMessage(error) }));
    }
    this.#pending.delete(guid);
  }

  #warn(name: string, error: unknown): undefined {
    this.#host.log.warn(`The download ${name} could not be saved: ${getMessage(error)}`);
  }

  /** Cancels a download, and says why the first time. */
  #refuse(guid: string, reason: HumanError | 'silent'): void {
    this.#cancel(guid);
    if (reason === 'silent' || this.#told.has(reason.code)) return;
    this.#told.add(reason.code);
    this.#host.refused(reason);
  }

  #cancel(guid: string): void {
    this.#pending.delete(guid);
    this.#connection.send('Browser.cancelDownload', { guid }).catch(() => undefined);
    rm(join(this.#staging, guid), { force: true }).catch(() => undefined);
  }
}
