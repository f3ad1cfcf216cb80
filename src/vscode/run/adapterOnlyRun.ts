import { orAborted } from '../../common/abort.ts';
import { additionFor, withAddedVariables, withAddition } from '../../launch/user/debugSettings.ts';
import type { AdapterLaunchPlan, LaunchRequest } from '../../launch/launchPlan.ts';
import { AdapterRun } from './adapterRun.ts';
import { isDebuggerInstalled } from '../debug/debuggers.ts';
import { editorErrors } from '../errors.ts';
import type { EditorRunParts } from './ownedRun.ts';
import { type EditorRun, PreparedRun } from './preparedRun.ts';
import { offerDebugger } from '../ui/debuggerOffer.ts';
import { settings } from '../window/settings.ts';

/** The run of what only a debug adapter knows how to launch, with a debugger and without one. */
export function createAdapterOnlyRun(
  plan: AdapterLaunchPlan,
  request: LaunchRequest,
  common: Omit<EditorRunParts, 'plan' | 'addedProperties'>,
): EditorRun {
  return new PreparedRun(async (signal) => {
    const configured = await orAborted(plan.configure(), signal);
    const { type } = configured;
    if (!isDebuggerInstalled(type)) {
      void offerDebugger(type);
      throw editorErrors.DebugAdapterMissing({ name: plan.name, debugType: type });
    }
    const addition = additionFor(
      settings.debugConfigurations.get(common.scope),
      request.launchConfiguration.type,
      type,
    );
    const environment = {
      ...withAddedVariables(plan.program.environment, addition, request),
      ...variables(configured['env']),
    };
    return new AdapterRun(
      { ...common, plan: { name: plan.name, program: { ...plan.program, environment } } },
      { ...withAddition(configured, addition), noDebug: plan.mode === 'NoDebug' },
    );
  }, common.events);
}

/** What whoever made the configuration wants the program's variables to be. */
function variables(env: unknown): Record<string, string> {
  if (typeof env !== 'object' || env === null) return {};
  const entries = Object.entries(env).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
