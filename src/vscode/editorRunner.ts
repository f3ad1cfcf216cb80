import { HumanError, toHumanError } from '../common/humanError.ts';
import type { LaunchContext, LaunchPlan } from '../launch/launchPlan.ts';
import { planLaunch } from '../launch/table.ts';
import type { IdeSession } from '../protocol/ideSession.ts';
import type { ProgramOptions } from '../runners/program.ts';
import type { Run, RunEvents, Runner } from '../sessions/runner.ts';
import { AdapterRun } from './adapterRun.ts';
import { ControllerGroups } from './controllerGroups.ts';
import type { DebugSessions } from './debugSessions.ts';
import { isDebuggerInstalled, offerDebugger } from './debuggers.ts';
import { type EditorRunParts, OwnedRun } from './ownedRun.ts';
import { settings } from './settings.ts';

export interface EditorRunnerOptions {
  readonly launchContext: LaunchContext;
  readonly programOptions: ProgramOptions;
  readonly debugSessions: DebugSessions;
  /** The absolute path of the script that opens a Node program's inspector. */
  readonly preload: string;
  /** Wants a session stopped. */
  readonly requestStop: (name: string) => void;
}

const nothingToStop: Run = { stop: () => Promise.resolve() };

/**
 * Runs sessions as debug sessions of the editor. Programs are ours wherever their debugger can attach
 * to them, and where there is no debugger; an adapter launches them only if it reports their process
 * and exit.
 */
export function createEditorRunner(options: EditorRunnerOptions): Runner {
  const groups = new ControllerGroups(options.debugSessions);
  return {
    run(session, events) {
      try {
        const plan = planLaunch(session.spec, options.launchContext);
        const run = createRun(partsOf(session, plan, events, options, groups));
        void run.begin();
        return run;
      } catch (error) {
        events.failed(toHumanError(error, 'RunNotStarted'));
        return nothingToStop;
      }
    },
  };
}

function partsOf(
  session: IdeSession,
  plan: LaunchPlan,
  events: RunEvents,
  options: EditorRunnerOptions,
  groups: ControllerGroups,
): EditorRunParts {
  const { name, owner } = session.metadata;
  return {
    name,
    plan,
    events,
    programOptions: options.programOptions,
    debugSessions: options.debugSessions,
    preload: options.preload,
    join: (member) => groups.join(owner.instanceId, member),
    requestStop: () => options.requestStop(name),
  };
}

function createRun(parts: EditorRunParts): OwnedRun | AdapterRun {
  const { debug, mode } = parts.plan;
  if (mode === 'NoDebug' || debug.kind === 'inspector') return new OwnedRun(parts);
  const { type } = debug.configuration;
  if (isDebuggerInstalled(type)) return new AdapterRun(parts, debug.configuration);
  return withoutDebugger(parts, type);
}

function withoutDebugger(parts: EditorRunParts, type: string): OwnedRun {
  const { events, plan } = parts;
  if (settings.withoutDebugger() === 'refuse') {
    throw new HumanError(
      'DebuggerMissing',
      `No extension that debugs ${type} is installed. Install one, or set ideSessionHost.withoutDebugger to run.`,
    );
  }
  events.message(
    'info',
    `${plan.name} runs without a debugger: no extension that debugs ${type} is installed.`,
  );
  void offerDebugger(type);
  return new OwnedRun({ ...parts, plan: { ...plan, mode: 'NoDebug' } });
}
