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

/** Begins to run the program of a project, once it is built. */
export type RunProject = (facts: ProjectFacts, program: ProgramPlan, events: ProgramEvents) => Run;

/**
 * Decides how the program of a project that has no page is going to run: under a debugger, or as a
 * process. Throws a HumanError if it is not to run without a debugger that is missing.
 */
export function planProjectRun({ events, host, plan, session }: ProjectLaunch): RunProject {
  const asProcess: RunProject = (_facts, program, heard) =>
    runProgram(program, host.programOptions, heard);
  if (plan.mode === 'NoDebug') return asProcess;
  const debugging = session.programDebugging();
  if (debugging.kind === 'debugged') return underDebugger(debugging.debugger);
  events.message('info', `${plan.name} runs without a debugger: ${debugging.why}.`);
  return asProcess;
}

function underDebugger(dotnet: ProgramDebugger): RunProject {
  return (facts, program, events) =>
    dotnet.run(program, programConfiguration(facts, program), events);
}

/**
 * Runs a built project that has no page; resolves to its exit code when it has ended. A server is one
 * too: it may take its time, and need not listen anywhere.
 */
export async function runProjectProgram(
  facts: ProjectFacts,
  profile: LaunchProfile | undefined,
  launch: ProjectLaunch,
  begin: RunProject,
): Promise<number | undefined> {
  const { events, held, plan, session } = launch;
  const { launchContext } = launch.host;
  const planned =
    facts.kind === 'server'
      ? planServer(facts, profile, plan, launchContext).program
      : projectProgram(facts, profile, plan, launchContext);
  const environment = { ...planned.environment, ...session.controller?.variables };
  const program = await withDotnetRoot({ ...planned, environment });
  held.check();
  session.controller?.launchedBy(environment[profileVariable]);
  return new Promise((resolve, reject) => {
    const run = begin(facts, program, {
      started: (pid) => events.started(pid),
      output: (stream, chunk) => events.output(stream, chunk),
      message: (level, text) => events.message(level, text),
      ended: resolve,
      failed: reject,
    });
    onAbort(held.signal, () => void run.stop());
  });
}
