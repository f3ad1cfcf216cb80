import { join, resolve } from 'node:path';
import { type Kubeconfig, writeKubeconfig } from '../api/server/kubeconfig.ts';
import type { SessionHost } from '../host/sessionHost.ts';
import type { ServeOptions } from './invocation.ts';

/** The name of the default kubeconfig. No session has this name, so none has log files of this name. */
const defaultName = '.kubeconfig';

/**
 * Serves the API if it is asked for. Resolves to its kubeconfig, which is written to `folder` by default.
 * Throws a HumanError and closes the host if it can't be served.
 */
export async function serveApi(
  { api }: ServeOptions,
  host: SessionHost,
  folder: string,
): Promise<Kubeconfig | undefined> {
  if (api === undefined) return undefined;
  const { kubeconfig } = api;
  const path = kubeconfig === undefined ? join(folder, defaultName) : resolve(kubeconfig);
  try {
    return await writeKubeconfig(path, await host.api.open());
  } catch (error) {
    await host.close();
    throw error;
  }
}
