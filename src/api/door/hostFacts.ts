import * as z from 'zod/mini';

/** What a host says about itself at `GET /host`. It contains no secret. */
export const hostFactsSchema = z.object({
  pid: z.number(),
  /** `editor` for a window, `headless` for `serve`. */
  kind: z.enum(['editor', 'headless']),
  /** The version of IDE Session Host. */
  version: z.string(),
  /** The absolute folders of the workspace, or the base of relative paths. */
  folders: z.array(z.string()),
  /** The port of the endpoint. */
  port: z.number(),
  /** When the host was opened; RFC 3339. */
  opened: z.string(),
  /** How controllers start by default. */
  runMode: z.enum(['Debug', 'NoDebug']),
  protocols: z.array(z.string()),
  launchTypes: z.array(z.string()),
});

export type HostFacts = z.infer<typeof hostFactsSchema>;

/** The answer to `GET /host/environment`: the variables that tell a controller the endpoint, with its token. */
export const hostEnvironmentSchema = z.object({ env: z.record(z.string(), z.string()) });
