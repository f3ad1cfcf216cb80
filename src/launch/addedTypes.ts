import { resolve } from 'node:path';
import * as z from 'zod/mini';
import { modeOf } from '../protocol/launchConfigurations.ts';
import { text } from '../protocol/schema.ts';
import { programEnvironment } from './environment.ts';
import type {
  AdapterLaunchPlan,
  DebugConfiguration,
  LaunchContext,
  LaunchMapper,
  LaunchRequest,
} from './launchPlan.ts';
import { fillPlaceholders, placeholdersIn } from './placeholders.ts';
import { parseSetting } from './settingFailure.ts';
import type { LaunchType } from './table.ts';

const template = z.looseObject({
  type: text.check(z.minLength(1, 'must not be empty')),
  request: z.optional(z.enum(['launch', 'attach'])),
});

const schema = z.record(text.check(z.minLength(1, 'must not be empty')), template);

type Template = z.output<typeof template>;

/** Makes a debug configuration of a request; it may have to ask others first. */
export type Configure = (
  request: LaunchRequest,
) => DebugConfiguration | PromiseLike<DebugConfiguration>;

/** Parses `ideSessionHost.launchTypes`. Throws a HumanError that names what is wrong in it. */
export function parseLaunchTypes(value: unknown): ReadonlyMap<string, LaunchType> {
  const entries = Object.entries(parseSetting('launchTypes', schema, value));
  return new Map(
    entries.map(([name, debug]) => {
      const map = mapByDebugger((request) => configurationOf(debug, request));
      return [name, { map, needs: { debuggers: [debug.type] } }];
    }),
  );
}

/** The mapper of a type for which there is nothing but a debug configuration. */
export function mapByDebugger(configure: Configure): LaunchMapper {
  return (request, context): AdapterLaunchPlan => {
    const { launchConfiguration } = request;
    return {
      kind: 'adapter',
      name: nameOf(request),
      mode: modeOf(launchConfiguration),
      program: {
        workingDirectory: workingDirectoryOf(request, context),
        environment: programEnvironment(request, context),
      },
      configure: async () => configure(request),
    };
  };
}

/** The request's arguments and variables have placeholders too, and places of their own where none is used. */
function configurationOf(debug: Template, request: LaunchRequest): DebugConfiguration {
  const env = Object.fromEntries(request.env.map(({ name, value }) => [name, value]));
  const { args, launchConfiguration } = request;
  const filled = fillPlaceholders(debug, { ...launchConfiguration, args, env }) as Template;
  const isPlaced = placeholdersIn(debug).has('args') || Object.hasOwn(debug, 'args');
  return {
    ...filled,
    request: debug.request ?? 'launch',
    ...(!isPlaced && args && { args }),
    env: { ...(filled['env'] as object | undefined), ...env },
  };
}

/** The first property that says what is run, by the names that launch configurations have for it. */
function nameOf({ launchConfiguration }: LaunchRequest): string {
  const { type } = launchConfiguration;
  const names = ['name', 'program', 'program_path', 'script_path', 'project_path', 'url'];
  const found = names.map((name) => launchConfiguration[name]).find(isText);
  return found === undefined ? type : `${found} (${type})`;
}

function workingDirectoryOf(
  { launchConfiguration }: LaunchRequest,
  { workspace }: LaunchContext,
): string {
  const folder = launchConfiguration['working_directory'];
  return isText(folder) ? resolve(workspace, folder) : workspace;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
