import { additionFor, withAddedVariables, withAddition } from '../../launch/user/debugSettings.ts';
import type {
  AdapterDebugPlan,
  DebugConfiguration,
  LaunchRequest,
  ProgramLaunchPlan,
} from '../../launch/launchPlan.ts';
import type { RunStrategy } from '../../sessions/run/strategy.ts';
import { editorErrors } from '../errors.ts';
import { offerDebugger } from '../ui/debuggerOffer.ts';
import { launchByAdapter } from './adapterLaunch.ts';
import { createBuiltStrategy } from './builtStrategy.ts';
import { isDebuggerInstalled, whyWithoutDebugger } from '../debug/debuggers.ts';
import type { EditorRunParts } from './editorRunParts.ts';
import { createOwnedStrategy } from './ownedStrategy.ts';
import type { RootSession } from '../debug/rootSession.ts';
import { settings, type SettingsScope } from '../window/settings.ts';

/** What strategies in the editor have in common, whatever they run. */
export type CommonRunParts = Omit<EditorRunParts, 'plan' | 'addedProperties'>;

/** How a program is run: as a process of ours, or by its debug adapter. */
export function createProgramStrategy(
  plan: ProgramLaunchPlan,
  request: LaunchRequest,
  common: CommonRunParts,
  root: RootSession,
): RunStrategy {
  const { debug, mode } = plan;
  const configuration = debug.kind === 'adapter' ? installedOf(debug) : undefined;
  const { type } = request.launchConfiguration;
  const debugType = configuration?.type ?? debugTypeOf(plan);
  const addition = additionFor(settings.debugConfigurations.get(common.scope), type, debugType);
  const environment = withAddedVariables(plan.program.environment, addition, request);
  const parts: EditorRunParts = {
    ...common,
    plan: { ...plan, program: { ...plan.program, environment } },
    addedProperties: addition.properties,
  };
  if (mode === 'NoDebug' || debug.kind === 'inspector') return createOwnedStrategy(parts, root);
  if (debug.kind === 'none') {
    return withoutDebugger(parts, root, checkUndebugged(plan.name, debug.reason, common.scope));
  }
  if (configuration === undefined) {
    const why = whyWithoutDebugger(debug.configuration.type, common.scope);
    void offerDebugger(debug.configuration.type);
    return withoutDebugger(parts, root, why);
  }
  const added = withAddition(configuration, addition);
  return debug.build === undefined
    ? { launch: (events) => launchByAdapter(parts, added, events) }
    : createBuiltStrategy(parts, root, {
        build: { ...debug.build, environment },
        configuration: added,
      });
}

/** The debug configuration for the first debugger that is installed. */
function installedOf(debug: AdapterDebugPlan): DebugConfiguration | undefined {
  const configurations = [debug.configuration, ...(debug.alternatives ?? [])];
  return configurations.find(({ type }) => isDebuggerInstalled(type));
}

function debugTypeOf({ debug }: ProgramLaunchPlan): string | undefined {
  switch (debug.kind) {
    case 'inspector':
      return 'pwa-node';
    case 'adapter':
      return debug.configuration.type;
    case 'none':
      return undefined;
  }
}

function withoutDebugger(parts: EditorRunParts, root: RootSession, why: string): RunStrategy {
  const { inform, plan } = parts;
  inform(`${plan.name} runs without a debugger: ${why}.`);
  return createOwnedStrategy({ ...parts, plan: { ...plan, mode: 'NoDebug' } }, root);
}

/** The reason, unless the user would rather not run it then: throws a HumanError. */
function checkUndebugged(name: string, reason: string, scope: SettingsScope): string {
  if (settings.withoutDebugger.get(scope) === 'run') return reason;
  throw editorErrors.ProgramNotDebuggable({ name, reason });
}
