import { orAborted } from '../../common/abort.ts';
import { HumanError } from '../../common/humanError.ts';
import { additionFor, withAddedVariables, withAddition } from '../../launch/user/debugSettings.ts';
import type { AdapterLaunchPlan, LaunchRequest } from '../../launch/launchPlan.ts';
import { AdapterRun } from './adapterRun.ts';
import { isDebuggerInstalled, offerDebugger } from '../debug/debuggers.ts';
import type { EditorRunParts } from './ownedRun.ts';
import { type EditorRun, PreparedRun } from './preparedRun.ts';
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
    if (!isDebuggerInstalled(type)) throw debuggerMissing(plan, type);
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

function debuggerMissing({ name }: AdapterLaunchPlan, type: string): HumanError {
  void offerDebugger(type);
  return new HumanError(
    'DebuggerMissing',
    `${name} can't be run: no extension that debugs ${type} is installed. Install one and start it again.`,
  );
}
