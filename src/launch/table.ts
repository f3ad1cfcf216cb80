import { HumanError } from '../common/humanError.ts';
import type {
  AnyLaunchConfiguration,
  LaunchConfigurationType,
} from '../protocol/launchConfigurations.ts';
import type { LaunchContext, LaunchMapper, LaunchPlan, LaunchRequest } from './launchPlan.ts';
import { mapBrowser } from './browser.ts';
import { mapController } from './controller.ts';
import { mapNode } from './node.ts';
import { mapProject } from './project.ts';
import { mapPython } from './python.ts';

/** The one table of what runs here. A type that isn't in it is neither listed nor run. */
const mappers: Partial<Readonly<Record<LaunchConfigurationType, LaunchMapper>>> = {
  project: mapProject,
  browser: mapBrowser,
  node: mapNode,
  python: mapPython,
};

const table: ReadonlyMap<string, LaunchMapper> = new Map(Object.entries(mappers));

/** The launch configuration types that run here, as `/info` lists them. */
export const launchConfigurationTypes: readonly string[] = [...table.keys()];

/** The first launch configuration whose type runs here. */
export function selectLaunchConfiguration(
  configurations: readonly AnyLaunchConfiguration[],
): AnyLaunchConfiguration | undefined {
  return configurations.find(({ type }) => table.has(type));
}

/** Makes the plan for a request; throws a HumanError for what can't be run. Pure: looks at no file. */
export function planLaunch(request: LaunchRequest, context: LaunchContext): LaunchPlan {
  const { type } = request.launchConfiguration;
  const mapper = type === 'controller' ? mapController : table.get(type);
  if (mapper === undefined) {
    throw new HumanError(
      'UnsupportedLaunchConfiguration',
      `Launch configurations of type ${type} don't run here. These do: ${launchConfigurationTypes.join(', ')}.`,
    );
  }
  return mapper(request, context);
}
