import type { HumanError } from '../common/humanError.ts';
import type {
  AdapterLaunchPlan,
  BrowserLaunchPlan,
  LaunchContext,
  LaunchPlan,
  ProgramLaunchPlan,
  ProjectLaunchPlan,
} from '../launch/launchPlan.ts';
import { planLaunch } from '../launch/table.ts';
import { getMode } from '../protocol/launchConfigurations.ts';
import type { Runner } from '../sessions/runner.ts';
import type { Launch, LaunchEvents, PrepareEvents, RunStrategy } from '../sessions/run/strategy.ts';
import { superviseRun } from '../sessions/run/supervisor.ts';
import { createPreparation, launchProgram } from './build/builtProgram.ts';
import { runnerErrors } from './errors.ts';
import type { ProgramOptions } from './program/program.ts';
import { reportSources } from './sources/reportSources.ts';

/** Launches projects and pages. */
export interface AppLauncher {
  launch(plan: ProjectLaunchPlan | BrowserLaunchPlan, events: LaunchEvents): Launch;
  /** Prepares the next launch of a project while it runs. Absent if that would change what it uses. */
  readonly prepare?: (
    plan: ProjectLaunchPlan,
    events: PrepareEvents,
    signal: AbortSignal,
  ) => Promise<void>;
}

/** Creates a runner that runs sessions as processes, without a debugger. */
export function createPlainRunner(
  context: LaunchContext,
  options: ProgramOptions,
  apps: AppLauncher,
): Runner {
  const strategyFor = (plan: LaunchPlan): RunStrategy => {
    switch (plan.kind) {
      case 'program':
        return reportSources(createProgramStrategy(plan, options), plan, options.clock);
      case 'adapter':
        throw debuggerNeeded(plan);
      case 'project':
        return createProjectStrategy(plan, apps);
      case 'browser':
        return { launch: (events) => apps.launch(plan, events) };
    }
  };
  return {
    run: ({ spec }, events) =>
      superviseRun({
        mode: getMode(spec.launchConfiguration),
        create() {
          const plan = planLaunch(spec, context);
          if (plan.mode === 'Debug') {
            events.message('info', `${plan.name} runs without a debugger: there is no editor.`);
          }
          return strategyFor(plan);
        },
        events,
      }),
  };
}

function createProgramStrategy(plan: ProgramLaunchPlan, options: ProgramOptions): RunStrategy {
  const prepare = createPreparation(plan, options);
  return {
    launch: (events) => launchProgram(plan, options, events),
    ...(prepare && { prepare }),
  };
}

function createProjectStrategy(plan: ProjectLaunchPlan, apps: AppLauncher): RunStrategy {
  const { prepare } = apps;
  return {
    launch: (events) => apps.launch(plan, events),
    ...(prepare && { prepare: (events, signal) => prepare(plan, events, signal) }),
  };
}

function debuggerNeeded({ name }: AdapterLaunchPlan): HumanError {
  return runnerErrors.LaunchNeedsDebugger({ name });
}
