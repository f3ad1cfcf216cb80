// What DCP says of itself, asked by kubectl.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod/mini';

const resourceName = 'resource-name';

const executableSchema = z.object({
  metadata: z.object({
    name: z.string(),
    annotations: z.optional(z.record(z.string(), z.string())),
  }),
  spec: z.object({ executionType: z.optional(z.string()) }),
  status: z.optional(
    z.object({
      state: z.optional(z.string()),
      pid: z.optional(z.number()),
      exitCode: z.optional(z.number()),
      stdOutFile: z.optional(z.string()),
      stdErrFile: z.optional(z.string()),
    }),
  ),
});

const serviceSchema = z.object({
  metadata: z.object({ annotations: z.optional(z.record(z.string(), z.string())) }),
  status: z.optional(z.object({ effectivePort: z.optional(z.number()) })),
});

/** One start of a resource, as DCP keeps it. */
export interface Executable {
  /** The resource, by its name in the AppHost. */
  readonly resource: string;
  /** DCP's own name, unless the AppHost has made the executable again the same as before. */
  readonly name: string;
  readonly isIde: boolean;
  readonly state: string;
  readonly pid: number | undefined;
  readonly exitCode: number | undefined;
  readonly stdOutFile: string | undefined;
  readonly stdErrFile: string | undefined;
}

/** DCP's executables, the dashboard included. */
export async function listExecutables(kubeconfig: string): Promise<readonly Executable[]> {
  const items = await list(kubeconfig, 'executables', executableSchema);
  return items.map(({ metadata, spec, status }) => ({
    resource: metadata.annotations?.[resourceName] ?? metadata.name,
    name: metadata.name,
    isIde: spec.executionType === 'IDE',
    state: status?.state ?? '',
    pid: status?.pid,
    exitCode: status?.exitCode,
    stdOutFile: status?.stdOutFile,
    stdErrFile: status?.stdErrFile,
  }));
}

/** The port at which DCP's proxy serves a resource's first endpoint; `undefined` before there is one. */
export async function servedPort(
  kubeconfig: string,
  resource: string,
): Promise<number | undefined> {
  const services = await list(kubeconfig, 'services', serviceSchema);
  const own = services.find(({ metadata }) => metadata.annotations?.[resourceName] === resource);
  return own?.status?.effectivePort;
}

async function list<T>(kubeconfig: string, kind: string, schema: z.ZodMiniType<T>): Promise<T[]> {
  const args = ['--kubeconfig', kubeconfig, 'get', kind, '--output', 'json'];
  const options = { maxBuffer: 64 * 1024 * 1024 };
  try {
    const { stdout } = await promisify(execFile)('kubectl', args, options);
    return z.object({ items: z.array(schema) }).parse(JSON.parse(stdout)).items;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error('kubectl is missing. Install it (on Debian: kubernetes-client).', {
      cause: error,
    });
  }
}
