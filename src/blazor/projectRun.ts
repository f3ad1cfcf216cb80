import type { ProjectFacts } from '../dotnet/projectFacts.ts';
import type { LaunchProfile } from '../launch/launchProfile.ts';
import { runProgram } from '../runners/program.ts';
import type { ProjectLaunch } from './launch.ts';
import { withDotnetRoot } from './serving/dotnetRoot.ts';
import { projectProgram } from './serving/projectProgram.ts';
import { planServer } from './serving/serverPlan.ts';

/**
 * Runs a built project that has no page, as a process; resolves when it has ended. A server is one too:
 * it may take its time, and need not listen anywhere.
 */
export async function runProjectProgram(
  facts: ProjectFacts,
  profile: LaunchProfile | undefined,
  launch: ProjectLaunch,
): Promise<void> {
  const { events, held, launched, launchContext, plan, programOptions } = launch;
  const planned =
    facts.kind === 'server'
      ? planServer(facts, profile, plan, launchContext).program
      : projectProgram(facts, profile, plan, launchContext);
  const environment = { ...planned.environment, ...launch.ownVariables };
  const program = await withDotnetRoot({ ...planned, environment });
  held.check();
  if (plan.mode === 'Debug') {
    const why = facts.kind === 'server' ? 'serves no' : 'is no';
    events.message('info', `${plan.name} runs without a debugger: it ${why} WebAssembly client.`);
  }
  return new Promise((resolve, reject) => {
    const run = runProgram(program, programOptions, {
      started: (pid) => events.started(pid),
      output: (stream, chunk) => events.output(stream, chunk),
      ended(exitCode) {
        launched.exitCode = exitCode;
        resolve();
      },
      failed: reject,
    });
    held.signal.addEventListener('abort', () => void run.stop());
  });
}
