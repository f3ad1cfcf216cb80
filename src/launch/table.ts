import { printable, shorten } from '../common/printable.ts';
import type { LaunchConfigurationType } from '../protocol/launchConfigurations.ts';
import { mapAzureFunctions } from './types/azureFunctions.ts';
import { mapBrowser } from './types/browser.ts';
import { mapBun } from './types/bun.ts';
import { mapController } from './types/controller.ts';
import { launchErrors } from './errors.ts';
import { mapGo } from './types/go.ts';
import { mapJava } from './types/java.ts';
import type { LaunchContext, LaunchMapper, LaunchPlan, LaunchRequest } from './launchPlan.ts';
import { mapMaui } from './types/maui.ts';
import type { Needs } from './needs.ts';
import { mapNode } from './types/node.ts';
import { mapPrebuiltProject, mapProject } from './types/project.ts';
import { mapPython, getPython } from './types/python.ts';
import { mapRust } from './types/rust.ts';

/** A launch configuration type: its mapper and its requirements. */
export interface LaunchType {
  readonly map: LaunchMapper;
  readonly needs: Needs;
}

/** The table of built-in types. */
const builtIn: Readonly<Record<LaunchConfigurationType, LaunchType>> = {
  project: { map: mapProject, needs: { command: 'dotnet' } },
  'project-with-external-build.v1': { map: mapPrebuiltProject, needs: { command: 'dotnet' } },
  browser: { map: mapBrowser, needs: {} },
  node: { map: mapNode, needs: { command: 'node' } },
  python: { map: mapPython, needs: { debuggers: ['debugpy'], plainCommand: getPython } },
  bun: { map: mapBun, needs: { debuggers: ['bun'], plainCommand: 'bun' } },
  go: { map: mapGo, needs: { debuggers: ['go'], plainCommand: 'go' } },
  rust: {
    map: mapRust,
    needs: {
      command: 'cargo',
      debuggers: ['lldb', 'cppdbg', 'cppvsdbg'],
      plainCommand: 'cargo',
    },
  },
  java: { map: mapJava, needs: { debuggers: ['java'] } },
  maui: { map: mapMaui, needs: { debuggers: ['maui'] } },
  'azure-functions': {
    map: mapAzureFunctions,
    needs: { debuggers: [], plainCommand: 'func' },
  },
};

/** The built-in launch configuration types by name. */
export const builtInTypes: ReadonlyMap<string, LaunchType> = new Map(Object.entries(builtIn));

/** In characters. */
const maxShownName = 500;

/** Creates the plan for a request. Throws a HumanError if it can't be run. Pure: accesses files through the context only. */
export function planLaunch(
  request: LaunchRequest,
  context: LaunchContext,
  types: ReadonlyMap<string, LaunchType> = builtInTypes,
): LaunchPlan {
  const { type } = request.launchConfiguration;
  const isCommand = type === 'controller' && request.intent?.kind === 'controller';
  const mapper = isCommand ? mapController : types.get(type)?.map;
  if (mapper === undefined) {
    throw launchErrors.UnsupportedLaunchConfiguration({
      type,
      types: [...types.keys()].join(', '),
    });
  }
  const plan = mapper(request, context);
  return { ...plan, name: printable(shorten(plan.name, maxShownName)) };
}
