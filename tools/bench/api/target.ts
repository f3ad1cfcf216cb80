import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectionPath } from '../../../src/api/resource/kind.ts';
import { readAccess } from '../../fixtures/api/access.ts';
import { startDcpApiServer } from '../../fixtures/aspire/dcpApiServer.ts';
import { startBuiltHost } from '../support/builtHost.ts';
import { createFixtureContext } from '../support/fixtureContext.ts';

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

/** Starts the built host with the resource API. */
export async function startOurs(): Promise<ApiTarget> {
  const folder = await mkdtemp(join(tmpdir(), 'ide-session-host-bench-'));
  await writeFile(join(folder, 'app.js'), '');
  const kubeconfig = join(folder, 'kubeconfig');
  const host = await startBuiltHost(folder, process.env, ['--api', '--kubeconfig', kubeconfig]);
  return {
    ...(await readAccess(kubeconfig)),
    path: collectionPath,
    create: (name) => ({
      apiVersion: 'usvc-dev.developer.microsoft.com/v1',
      kind: 'IdeSession',
      metadata: { name },
      spec: { launchConfigurations: '[{"type":"node","script_path":"app.js"}]', desiredState: '' },
    }),
    pid: host.pid,
    async end() {
      await host.end();
      await rm(folder, { recursive: true, force: true });
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
