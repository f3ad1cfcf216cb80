import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ApiServer } from '../../api/server/apiServer.ts';
import {
  type Kubeconfig,
  removeLeftKubeconfigs,
  writeKubeconfig,
} from '../../api/server/kubeconfig.ts';
import type { Disposable } from '../../common/disposable.ts';
import { type Log, getMessage } from '../../common/log.ts';
import { findStart } from '../../host/processStart.ts';
import { editorErrors } from '../errors.ts';
import { onValueChange } from './configuredValue.ts';
import type { HostOwner } from './hostOwner.ts';
import { settings } from './settings.ts';

/** The server of the API and the file by which clients find it. */
interface Served {
  readonly server: ApiServer;
  readonly kubeconfig: Kubeconfig;
}

/** The beginning of names in a folder that windows share. Their pids follow. */
const sharedPrefix = 'kubeconfig-';

/** Serves the sessions of the window to Kubernetes clients while the setting is on. */
export class WindowApi implements Disposable {
  readonly #owner: HostOwner;
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;
  readonly #settingChange: vscode.Disposable;
  #served: Served | undefined;
  /** Resolves after the last change. Changes are made one after the other. */
  #changed: Promise<void> = Promise.resolve();

  constructor(owner: HostOwner, context: vscode.ExtensionContext, log: Log) {
    this.#owner = owner;
    this.#context = context;
    this.#log = log;
    this.#settingChange = onValueChange([settings.api], () => void this.refresh());
  }

  /** Serves the API, or stops serving it, after a change of the setting or of workspace trust. */
  async refresh(): Promise<void> {
    try {
      await this.#change();
    } catch (error) {
      this.#log.error(`The Kubernetes API can't be served: ${getMessage(error)}`);
    }
  }

  /** Shows the kubeconfig. Throws a HumanError if the API is off or can't be served. */
  async openKubeconfig(): Promise<void> {
    if (!settings.api.get()) throw editorErrors.ApiOff();
    if (!vscode.workspace.isTrusted) throw editorErrors.UntrustedWorkspace();
    await this.#change();
    if (this.#served === undefined) throw editorErrors.ApiOff();
    await vscode.window.showTextDocument(vscode.Uri.file(this.#served.kubeconfig.path));
  }

  /** Removes the kubeconfig when the host has closed. */
  async close(): Promise<void> {
    await this.#changed.catch(() => undefined);
    await this.#served?.kubeconfig.remove();
    this.#served = undefined;
  }

  dispose(): void {
    this.#settingChange.dispose();
  }

  #change(): Promise<void> {
    const previous = this.#changed.catch(() => undefined);
    this.#changed = previous.then(() =>
      settings.api.get() && vscode.workspace.isTrusted ? this.#serve() : this.#stop(),
    );
    return this.#changed;
  }

  async #serve(): Promise<void> {
    const { api } = await this.#owner.host();
    const server = await api.open();
    if (server === this.#served?.server) return;
    const kubeconfig = await this.#writeKubeconfig(server).catch(async (error: unknown) => {
      // Nothing else would close it when the setting is turned off.
      await api.closeServer();
      throw error;
    });
    this.#served = { server, kubeconfig };
    this.#log.info(`The Kubernetes API is listening on https://127.0.0.1:${server.port}.`);
  }

  async #stop(): Promise<void> {
    if (this.#served === undefined) return;
    const { kubeconfig } = this.#served;
    const { api } = await this.#owner.host();
    await api.closeServer();
    this.#served = undefined;
    await kubeconfig.remove();
  }

  async #writeKubeconfig(server: ApiServer): Promise<Kubeconfig> {
    return writeKubeconfig(await this.#makePath(), server);
  }

  /** Windows without a folder share their storage, and may have left files there when they crashed. */
  async #makePath(): Promise<string> {
    const { globalStorageUri, storageUri } = this.#context;
    const folder = (storageUri ?? globalStorageUri).fsPath;
    await mkdir(folder, { recursive: true });
    if (storageUri) return join(folder, 'kubeconfig');
    const isRunning = async (pid: number): Promise<boolean> => (await findStart(pid)) !== undefined;
    await removeLeftKubeconfigs(folder, sharedPrefix, isRunning);
    return join(folder, `${sharedPrefix}${process.pid}`);
  }
}
