import { orAborted } from '../../common/abort.ts';
import { getAddition, withAddedVariables, withAddition } from '../../launch/user/debugSettings.ts';
import type { AdapterLaunchPlan, LaunchRequest } from '../../launch/launchPlan.ts';
import { PreparedLaunch } from '../../sessions/run/preparedLaunch.ts';
import type { Launch, LaunchEvents, RunStrategy } from '../../sessions/run/strategy.ts';
import { launchByAdapter } from './adapterLaunch.ts';
import { isDebuggerInstalled } from '../debug/debuggers.ts';
import { editorErrors } from '../errors.ts';
import { offerDebugger } from '../ui/debuggerOffer.ts';
import type { CommonRunOptions } from './editorRunOptions.ts';
import { settings } from '../window/settings.ts';

/** What only a debug adapter knows how to launch, with a debugger and without one. */
export function createAdapterOnlyStrategy(
  plan: AdapterLaunchPlan,
  request: LaunchRequest,
  common: CommonRunOptions,
): RunStrategy {
  const prepare = async (signal: AbortSignal, events: LaunchEvents): Promise<() => Launch> => {
    const configured = await orAborted(plan.configure(), signal);
    const { type } = configured;
    if (!isDebuggerInstalled(type)) {
      void offerDebugger(type);
      throw editorErrors.DebugAdapterMissing({ name: plan.name, debugType: type });
    }
    const addition = getAddition(
      settings.debugConfigurations.get(common.session.scope),
      request.launchConfiguration.type,
      type,
    );
    const environment = {
      ...withAddedVariables(plan.program.environment, addition, request),
      ...variables(configured['env']),
    };
    const options = { ...common, plan: { ...plan, program: { ...plan.program, environment } } };
    const configuration = {
      ...withAddition(configured, addition),
      noDebug: plan.mode === 'NoDebug',
    };
    return () => launchByAdapter(options, configuration, events);
  };
  return { launch: (events) => new PreparedLaunch((signal) => prepare(signal, events)) };
}

/** Returns the environment variables in a debug configuration. */
function variables(env: unknown): Record<string, string> {
  if (typeof env !== 'object' || env === null) return {};
  const entries = Object.entries(env).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
