import { resolve } from 'node:path';
import * as z from 'zod/mini';
import { type HumanError, toHumanError } from '../../common/humanError.ts';
import { getMode } from '../../protocol/launchConfigurations.ts';
import { text } from '../../protocol/schema.ts';
import { schemaPhrases } from '../../protocol/schemaPhrases.ts';
import { programEnvironment } from '../environment.ts';
import { launchErrors } from '../errors.ts';
import type {
  AdapterLaunchPlan,
  DebugConfiguration,
  LaunchContext,
  LaunchMapper,
  LaunchRequest,
} from '../launchPlan.ts';
import { fillPlaceholders, findPlaceholders } from '../profiles/placeholders.ts';
import { parseSetting } from './settingFailure.ts';
import type { LaunchType } from '../table.ts';

/** The debug configuration of one type. */
export const launchTypeSchema = z.looseObject({
  type: text.check(z.minLength(1, schemaPhrases.empty())),
  request: z.optional(z.enum(['launch', 'attach'])),
});

const schema = z.record(z.string(), z.unknown());
const typeName = text.check(z.minLength(1, 'a type must have a name'));

type Template = z.output<typeof launchTypeSchema>;

/** Creates a debug configuration for a request. */
export type Configure = (
  request: LaunchRequest,
) => DebugConfiguration | PromiseLike<DebugConfiguration>;

/** The types in `ideSessionHost.launchTypes`, and the problems of the invalid ones. */
export interface AddedTypes {
  readonly types: ReadonlyMap<string, LaunchType>;
  readonly errors: readonly HumanError[];
}

/** Parses `ideSessionHost.launchTypes`. Each type is validated separately. */
export function parseLaunchTypes(value: unknown): AddedTypes {
  const types = new Map<string, LaunchType>();
  const errors: HumanError[] = [];
  const attempt = (parse: () => void): void => {
    try {
      parse();
    } catch (error) {
      errors.push(
        toHumanError(error, ({ reason }) =>
          launchErrors.InvalidSetting({ name: 'launchTypes', problems: reason }),
        ),
      );
    }
  };
  attempt(() => {
    for (const [name, entry] of Object.entries(parseSetting('launchTypes', schema, value))) {
      attempt(() => types.set(name, toLaunchType(name, entry)));
    }
  });
  return { types, errors };
}

function toLaunchType(name: string, entry: unknown): LaunchType {
  parseSetting('launchTypes', typeName, name);
  const debug = parseSetting(`launchTypes.${name}`, launchTypeSchema, entry);
  const map = mapByDebugger((request) => getConfiguration(debug, request));
  return { map, needs: { debuggers: [debug.type] } };
}

/** Creates the mapper of a type that only has a debug configuration. */
export function mapByDebugger(configure: Configure): LaunchMapper {
  return (request, context): AdapterLaunchPlan => {
    const { launchConfiguration } = request;
    return {
      kind: 'adapter',
      name: getName(request),
      mode: getMode(launchConfiguration),
      program: {
        workingDirectory: getWorkingDirectory(request, context),
        environment: programEnvironment(request, context),
      },
      configure: async () => configure(request),
    };
  };
}

/** Fills the template. Arguments and variables without a placeholder are added as `args` and `env`. */
function getConfiguration(debug: Template, request: LaunchRequest): DebugConfiguration {
  const env = Object.fromEntries(request.env.map(({ name, value }) => [name, value]));
  const { args, launchConfiguration } = request;
  const filled = fillPlaceholders(debug, { ...launchConfiguration, args, env }) as Template;
  const isPlaced = findPlaceholders(debug).has('args') || Object.hasOwn(debug, 'args');
  return {
    ...filled,
    request: debug.request ?? 'launch',
    ...(!isPlaced && args && { args }),
    env: { ...(filled['env'] as object | undefined), ...env },
  };
}

/** Returns the first property that names the program. */
function getName({ launchConfiguration }: LaunchRequest): string {
  const { type } = launchConfiguration;
  const names = ['name', 'program', 'program_path', 'script_path', 'project_path', 'url'];
  const found = names.map((name) => launchConfiguration[name]).find(isText);
  return found === undefined ? type : `${found} (${type})`;
}

function getWorkingDirectory(
  { launchConfiguration }: LaunchRequest,
  { workspace }: LaunchContext,
): string {
  const folder = launchConfiguration['working_directory'];
  return isText(folder) ? resolve(workspace, folder) : workspace;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
