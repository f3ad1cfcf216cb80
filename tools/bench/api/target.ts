import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { collectionPath } from '../../../src/api/resource/kind.ts';
import { readAccess } from '../../fixtures/api/access.ts';
import { startDcpApiServer } from '../../fixtures/aspire/dcpApiServer.ts';
import { createFixtureContext } from '../fixtureContext.ts';

/** An API server in its own process, and one kind of its objects. */
export interface ApiTarget {
  readonly server: string;
  /** PEM. */
  readonly authority: string;
  readonly token: string;
  readonly path: string;
  /** Returns an object that nothing is run for. */
  readonly create: (name: string) => object;
  readonly pid: number;
  end(): Promise<void>;
}

/** Starts a host with the resource API. */
export async function startOurs(): Promise<ApiTarget> {
  const child = fork(join(import.meta.dirname, 'host.ts'));
  const [opened] = (await once(child, 'message')) as [
    { readonly port: number; readonly certificate: string; readonly token: string },
  ];
  return {
    server: `https://127.0.0.1:${opened.port}`,
    authority: opened.certificate,
    token: opened.token,
    path: collectionPath,
    create: (name) => ({
      apiVersion: 'usvc-dev.developer.microsoft.com/v1',
      kind: 'IdeSession',
      metadata: { name },
      spec: { launchConfigurations: '[{"type":"node","script_path":"app.js"}]', desiredState: '' },
    }),
    pid: child.pid ?? 0,
    async end() {
      const exit = once(child, 'exit');
      child.disconnect();
      await exit;
    },
  };
}

/** Starts DCP's own API server, without its controllers. */
export async function startDcp(): Promise<ApiTarget> {
  const { cleanUp, context } = createFixtureContext();
  const { kubeconfig, pid } = await startDcpApiServer(context);
  return {
    ...(await readAccess(kubeconfig)),
    path: '/apis/usvc-dev.developer.microsoft.com/v1/executables',
    create: (name) => ({
      apiVersion: 'usvc-dev.developer.microsoft.com/v1',
      kind: 'Executable',
      metadata: { name },
      spec: { executablePath: '/bin/true' },
    }),
    pid,
    end: cleanUp,
  };
}

/** Returns the resident memory of a process on Linux, in MiB. */
export async function getMemory(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1]) / 1024;
}
