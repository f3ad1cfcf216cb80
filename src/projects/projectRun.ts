import { onAbort } from '../common/abort.ts';
import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { ProgramPlan } from '../launch/launchPlan.ts';
import { type LaunchProfile, profileVariable } from '../launch/profiles/launchProfile.ts';
import { type ProgramEvents, runProgram } from '../processes/program/program.ts';
import type { Run } from '../sessions/runner.ts';
import { programConfiguration, type ProgramDebugger } from './programDebugger.ts';
import type { ProjectLaunch } from './projectLaunch.ts';
import { withDotnetRoot } from '../dotnet/sdk/dotnetRoot.ts';
import { projectProgram } from './serving/projectProgram.ts';
import { planServer } from './serving/serverPlan.ts';

/** Runs the program of a built project. */
export type RunProject = (facts: ProjectFacts, program: ProgramPlan, events: ProgramEvents) => Run;

/** How the program of a project is run. */
export interface ProjectRun {
  readonly kind: 'process' | 'debugger';
  readonly run: RunProject;
}

/**
 * Decides how to run the program of a project without a page: with a debugger, or as a process. Throws a
 * HumanError if the debugger is missing and the program must not run without it.
 */
export function planProjectRun({ events, host, plan, session }: ProjectLaunch): ProjectRun {
  const run: RunProject = (_facts, program, heard) =>
    runProgram(program, host.programOptions, heard);
  const asProcess = { kind: 'process', run } as const;
  if (plan.mode === 'NoDebug') return asProcess;
  const debugging = session.programDebugging();
  if (debugging.kind === 'debugged') {
    return { kind: 'debugger', run: underDebugger(debugging.debugger) };
  }
  events.message('info', `${plan.name} runs without a debugger: ${debugging.why}.`);
  return asProcess;
}

function underDebugger(dotnet: ProgramDebugger): RunProject {
  return (facts, program, events) =>
    dotnet.run(program, programConfiguration(facts, program), events);
}

/**
 * Runs a built project without a page and resolves to its exit code. This includes servers, which are not
 * expected to listen.
 */
export async function runProjectProgram(
  facts: ProjectFacts,
  profile: LaunchProfile | undefined,
  launch: ProjectLaunch,
  begin: RunProject,
): Promise<number | undefined> {
  const { events, scope, plan, session } = launch;
  const { launchContext } = launch.host;
  const planned =
    facts.kind === 'server'
      ? planServer(facts, profile, plan, launchContext).program
      : projectProgram(facts, profile, plan, launchContext);
  const environment = { ...planned.environment, ...session.controller?.variables };
  const program = await withDotnetRoot({ ...planned, environment });
  scope.check();
  session.controller?.launchedBy(environment[profileVariable]);
  return new Promise((resolve, reject) => {
    const run = begin(facts, program, { ...events, ended: resolve, failed: reject });
    onAbort(scope.signal, () => void run.stop());
  });
}
