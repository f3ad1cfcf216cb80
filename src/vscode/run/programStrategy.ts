import { getAddition, withAddedVariables, withAddition } from '../../launch/user/debugSettings.ts';
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
import { isDebuggerInstalled, explainMissingDebugger } from '../debug/debuggers.ts';
import type { CommonRunOptions, EditorRunOptions } from './editorRunOptions.ts';
import { createOwnedStrategy } from './ownedStrategy.ts';
import type { RootSession } from '../debug/rootSession.ts';
import { settings, type SettingsScope } from '../window/settings.ts';

/** How a program is run: as a child process, or by its debug adapter. */
export function createProgramStrategy(
  plan: ProgramLaunchPlan,
  request: LaunchRequest,
  common: CommonRunOptions,
  root: RootSession,
): RunStrategy {
  const { debug, mode } = plan;
  const { scope } = common.session;
  const configuration = debug.kind === 'adapter' ? findInstalled(debug) : undefined;
  const { type } = request.launchConfiguration;
  const debugType = configuration?.type ?? getDebugType(plan);
  const addition = getAddition(settings.debugConfigurations.get(scope), type, debugType);
  const environment = withAddedVariables(plan.program.environment, addition, request);
  const options: EditorRunOptions = {
    ...common,
    plan: { ...plan, program: { ...plan.program, environment } },
    addedProperties: addition.properties,
  };
  if (mode === 'NoDebug' || debug.kind === 'inspector') return createOwnedStrategy(options, root);
  if (debug.kind === 'none') {
    return withoutDebugger(options, root, checkUndebugged(plan.name, debug.reason, scope));
  }
  if (configuration === undefined) {
    const why = explainMissingDebugger(debug.configuration.type, scope);
    void offerDebugger(debug.configuration.type);
    return withoutDebugger(options, root, why);
  }
  const added = withAddition(configuration, addition);
  return debug.build === undefined
    ? { launch: (events) => launchByAdapter(options, added, events) }
    : createBuiltStrategy(options, root, {
        build: { ...debug.build, environment },
        configuration: added,
      });
}

/** The debug configuration for the first debugger that is installed. */
function findInstalled(debug: AdapterDebugPlan): DebugConfiguration | undefined {
  const configurations = [debug.configuration, ...(debug.alternatives ?? [])];
  return configurations.find(({ type }) => isDebuggerInstalled(type));
}

function getDebugType({ debug }: ProgramLaunchPlan): string | undefined {
  switch (debug.kind) {
    case 'inspector':
      return 'pwa-node';
    case 'adapter':
      return debug.configuration.type;
    case 'none':
      return undefined;
  }
}

function withoutDebugger(options: EditorRunOptions, root: RootSession, why: string): RunStrategy {
  const { actions, plan } = options;
  actions.inform(`${plan.name} runs without a debugger: ${why}.`);
  return createOwnedStrategy({ ...options, plan: { ...plan, mode: 'NoDebug' } }, root);
}

/** The reason, unless the user would rather not run it then: throws a HumanError. */
function checkUndebugged(name: string, reason: string, scope: SettingsScope): string {
  if (settings.withoutDebugger.get(scope) === 'run') return reason;
  throw editorErrors.ProgramNotDebuggable({ name, reason });
}
