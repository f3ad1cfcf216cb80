import type * as vscode from 'vscode';
import { localize } from '../../common/localization.ts';
import { toDisposable, type Disposable } from '../../common/disposable.ts';
import { HumanError } from '../../common/humanError.ts';
import { getMessage, type Log } from '../../common/log.ts';
import { type ClusterSetting, createClusterQuestion } from '../../host/clusterSetting.ts';
import type { SessionHost } from '../../host/sessionHost.ts';
import { showError, showModal } from '../ui/notifications.ts';
import { onValueChange } from './configuredValue.ts';
import { settings } from './settings.ts';

/**
 * Connects the host of a window to the cluster in the user's settings. Asks once for each cluster, and again
 * if its server, certificate, command or the host name changes. The host is open in trusted windows only.
 */
export class ClusterLink implements Disposable {
  readonly #memory: vscode.Memento;
  readonly #log: Log;
  readonly #changes: Disposable;
  #host: SessionHost | undefined;
  #joins = 0;

  constructor(memory: vscode.Memento, log: Log) {
    this.#memory = memory;
    this.#log = log;
    this.#changes = onValueChange([settings.cluster], () => void this.#apply());
  }

  /** Connects this host, and again after changes of the setting. */
  follow(host: SessionHost): Disposable {
    this.#host = host;
    void this.#apply();
    return toDisposable(() => (this.#host = undefined));
  }

  dispose(): void {
    this.#changes.dispose();
    this.#host = undefined;
  }

  async #apply(): Promise<void> {
    const join = ++this.#joins;
    // The user is asked once there is a host, which an untrusted window doesn't have.
    if (this.#host === undefined) return;
    this.#host.leave();
    try {
      const setting = settings.cluster.get();
      if (setting !== undefined) await this.#join(setting, () => join === this.#joins);
    } catch (error) {
      if (!(error instanceof HumanError)) this.#log.error(getMessage(error));
      else void showError(error.localizedMessage);
    }
  }

  async #join(setting: ClusterSetting, isCurrent: () => boolean): Promise<void> {
    // Loaded on demand, since few windows need it.
    const [{ readKubeconfig }, { HostCluster }] = await Promise.all([
      import('../../api/client/kubeconfig.ts'),
      import('../../host/hostCluster.ts'),
    ]);
    const { hostName } = setting;
    const access = readKubeconfig(setting.kubeconfig, setting.context);
    const question = createClusterQuestion(access, hostName);
    const memoryKey = `cluster.${question.key}`;
    if (this.#memory.get(memoryKey) !== true) {
      const connect: vscode.MessageItem = { title: localize('Connect') };
      const pressed = await showModal({ ...question, severity: 'warning', buttons: [connect] });
      if (pressed !== connect) {
        this.#log.info(`The cluster at ${access.server} is not used in this window.`);
        return;
      }
      await this.#memory.update(memoryKey, true);
    }
    if (!isCurrent()) return;
    const cluster = { access, hostName, isPluginAllowed: true };
    this.#host?.join((dependencies) => new HostCluster(cluster, dependencies));
  }
}
