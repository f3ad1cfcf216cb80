import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { ApiClient } from '../api/client/apiClient.ts';
import type { ClusterAccess } from '../api/client/clusterAccess.ts';
import { ResourceClient } from '../api/client/resourceClient.ts';
import { prepareSession, type PrepareOptions } from '../api/remote/prepare.ts';
import { remoteSessionSchema } from '../api/remote/remoteSession.ts';
import { RemoteSessions } from '../api/remote/remoteSessions.ts';
import { collectionPath } from '../api/resource/kind.ts';
import type { Clock } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { Sessions } from '../sessions/sessions.ts';

/** A Kubernetes API server whose sessions a host runs. */
interface ClusterOptions {
  readonly access: ClusterAccess;
  /** Whether the user agreed to run the cluster's credential plugin. */
  readonly isPluginAllowed: boolean;
  /** The value of the label that chooses the sessions. */
  readonly hostName: string;
}

/** What a host gives to its connection to a cluster. */
export interface HostClusterDependencies extends PrepareOptions {
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly log: Log;
  readonly startWidth: number;
}

/** How long the last reports to the API server may take, in milliseconds. */
const flushTimeout = 1_000;

/** Runs the sessions of a Kubernetes API server on a host. */
export class HostCluster {
  readonly #client: ApiClient;
  readonly #remote: RemoteSessions;

  constructor(
    { access, hostName, isPluginAllowed }: ClusterOptions,
    dependencies: HostClusterDependencies,
  ) {
    const { clock, log } = dependencies;
    this.#client = new ApiClient({ kind: 'cluster', access, isPluginAllowed }, clock);
    this.#remote = new RemoteSessions({
      ...dependencies,
      api: new ResourceClient(this.#client, collectionPath, remoteSessionSchema),
      hostName,
      identity: `${hostname()}_${randomUUID()}`,
      random: Math.random,
      prepare: (session) => prepareSession(session, dependencies),
    });
    log.info(`This host runs the sessions of ${access.server} with the host name ${hostName}.`);
    this.#remote.start();
  }

  /** Takes no more sessions. Those that run go on. */
  refuse(): void {
    this.#remote.stopClaiming();
  }

  /** Reports the ends of the sessions, and disconnects. */
  async close(): Promise<void> {
    this.refuse();
    await this.#remote.flush(flushTimeout);
    this.dispose();
  }

  /** Disconnects at once, and stops the cluster's sessions. */
  dispose(): void {
    this.#remote.dispose();
    this.#client.dispose();
  }
}
