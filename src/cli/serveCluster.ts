import { resolve } from 'node:path';
import { clientErrors } from '../api/client/errors.ts';
import { defaultHostName } from '../host/hostName.ts';
import type { SessionHost } from '../host/sessionHost.ts';
import type { ServeOptions } from './invocation.ts';

/**
 * Lets the host run the sessions of a cluster if that is asked for. Throws a HumanError and closes the host
 * if the cluster's kubeconfig can't be used.
 */
export async function serveCluster({ cluster }: ServeOptions, host: SessionHost): Promise<void> {
  if (cluster === undefined) return;
  const { context, hostName = defaultHostName(), isPluginAllowed } = cluster;
  try {
    const [{ readKubeconfig }, { HostCluster }] = await Promise.all([
      import('../api/client/kubeconfig.ts'),
      import('../host/hostCluster.ts'),
    ]);
    const access = readKubeconfig(resolve(cluster.kubeconfig), context);
    const { credentials, server } = access;
    if (credentials.kind === 'plugin' && !isPluginAllowed) {
      const { command } = credentials.plugin;
      throw clientErrors.CredentialPluginNotAllowed({ server, command });
    }
    const joined = { access, hostName, isPluginAllowed };
    host.join((dependencies) => new HostCluster(joined, dependencies));
  } catch (error) {
    await host.close();
    throw error;
  }
}
