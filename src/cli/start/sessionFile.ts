import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { apiVersion, kind } from '../../api/resource/kind.ts';
import { getMessage } from '../../common/log.ts';
import { cliErrors } from '../errors.ts';
import { toSessionObject } from './sessionRequest.ts';

const resource = z.looseObject({
  kind: z.literal(kind),
  metadata: z.optional(z.looseObject({ name: z.optional(z.string()) })),
  spec: z.looseObject({}),
});

/** A request of the run-session protocol. */
const runRequest = z.looseObject({
  launch_configurations: z.array(z.looseObject({ type: z.string() })).check(z.minLength(1)),
  env: z.optional(z.array(z.object({ name: z.string(), value: z.string() }))),
  args: z.optional(z.array(z.string())),
});

const launchConfiguration = z.looseObject({ type: z.string() });

/**
 * Reads what to start from a file in YAML or JSON, `-` for stdin: an IdeSession, a run session request or a
 * launch configuration. Returns the object to create. Rejects with a HumanError if it is none of these.
 */
export async function readSessionFile(path: string, name: string | undefined): Promise<unknown> {
  const value = parseText(path, await readText(path));
  const object = resource.safeParse(value);
  if (object.success) {
    const { metadata, spec } = object.data;
    const named = name === undefined ? metadata : { ...metadata, name };
    const beginning = named?.name === undefined && { generateName: 'session-' };
    return {
      apiVersion,
      ...object.data,
      metadata: { ...beginning, ...named },
      spec: { ...spec, desiredState: 'Running' },
    };
  }
  const request = runRequest.safeParse(value);
  if (request.success) {
    const { args, env = [], launch_configurations } = request.data;
    const spec = { env, ...(args && { args }), title: 'session' };
    const created = toSessionObject({ launchConfiguration: {}, ...spec }, name) as {
      readonly spec: object;
    };
    const launchConfigurations = JSON.stringify(launch_configurations);
    return { ...created, spec: { ...created.spec, launchConfigurations } };
  }
  const configuration = launchConfiguration.safeParse(value);
  if (!configuration.success) throw cliErrors.SessionFileUnknown({ path });
  const { type } = configuration.data;
  return toSessionObject({ launchConfiguration: configuration.data, env: [], title: type }, name);
}

async function readText(path: string): Promise<string> {
  try {
    return path === '-' ? await text(process.stdin) : await readFile(path, 'utf8');
  } catch (error) {
    throw cliErrors.FileUnreadable({ file: path, reason: getMessage(error) });
  }
}

/** JSON is YAML too. */
function parseText(path: string, content: string): unknown {
  try {
    return parse(content);
  } catch (error) {
    const [reason = ''] = getMessage(error).split('\n');
    throw cliErrors.FileUnreadable({ file: path, reason });
  }
}
