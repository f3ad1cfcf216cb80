import { HumanError } from '../common/humanError.ts';
import { additionFor, withAddedVariables, withAddition } from '../launch/debugSettings.ts';
import type {
  AdapterDebugPlan,
  DebugConfiguration,
  LaunchRequest,
  ProgramLaunchPlan,
} from '../launch/launchPlan.ts';
import { runBuildStep } from '../runners/buildStep.ts';
import { AdapterRun } from './adapterRun.ts';
import { isDebuggerInstalled, whyWithoutDebugger } from './debuggers.ts';
import { type EditorRunParts, OwnedRun } from './ownedRun.ts';
import { type EditorRun, PreparedRun } from './preparedRun.ts';
import type { RootSession } from './rootSession.ts';
import { settings } from './settings.ts';

/** What runs in the editor have in common, whatever they run. */
export type CommonRunParts = Omit<EditorRunParts, 'plan' | 'addedProperties'>;

/** The run of a program: ours, or its debug adapter's. */
export function createProgramRun(
  plan: ProgramLaunchPlan,
  request: LaunchRequest,
  common: CommonRunParts,
  root: RootSession,
): EditorRun {
  const { debug, mode } = plan;
  const configuration = debug.kind === 'adapter' ? installedOf(debug) : undefined;
  const { type } = request.launchConfiguration;
  const debugType = configuration?.type ?? debugTypeOf(plan);
  const addition = additionFor(settings.debugConfigurations(), type, debugType);
  const environment = withAddedVariables(plan.program.environment, addition, request);
  const parts: EditorRunParts = {
    ...common,
    plan: { ...plan, program: { ...plan.program, environment } },
    addedProperties: addition.properties,
  };
  if (mode === 'NoDebug' || debug.kind === 'inspector') return new OwnedRun(parts, root);
  if (configuration === undefined || debug.kind === 'none') return withoutDebugger(parts, root);
  return afterBuild(debug, parts, withAddition(configuration, addition));
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

function afterBuild(
  { build }: AdapterDebugPlan,
  parts: EditorRunParts,
  configuration: DebugConfiguration,
): EditorRun {
  const { events, plan, programOptions } = parts;
  if (build === undefined) return new AdapterRun(parts, configuration);
  const { environment } = plan.program;
  return new PreparedRun(async (signal) => {
    const note = (text: string): void => events.message('debug', text.trimEnd());
    await runBuildStep({ ...build, environment }, programOptions, note, signal);
    return new AdapterRun(parts, configuration);
  }, events);
}

function withoutDebugger(parts: EditorRunParts, root: RootSession): OwnedRun {
  const { events, plan } = parts;
  events.message('info', `${plan.name} runs without a debugger: ${whyUndebugged(plan)}.`);
  return new OwnedRun({ ...parts, plan: { ...plan, mode: 'NoDebug' } }, root);
}

/** Throws a HumanError if the user would rather not run what can't be debugged. */
function whyUndebugged({ debug, name }: ProgramLaunchPlan): string {
  if (debug.kind === 'adapter') return whyWithoutDebugger(debug.configuration.type);
  const reason = debug.kind === 'none' ? debug.reason : 'its debugger is missing';
  if (settings.withoutDebugger() === 'run') return reason;
  throw new HumanError(
    'DebuggerMissing',
    `${name} can't be debugged: ${reason}. Mend that, or set ideSessionHost.withoutDebugger to run.`,
  );
}
