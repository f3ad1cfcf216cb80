import type { ProjectFacts } from '../dotnet/projectFacts.ts';
import type { LaunchProfile } from '../launch/launchProfile.ts';
import { runProgram } from '../runners/program.ts';
import type { ProjectLaunch } from './launch.ts';
import { withDotnetRoot } from './serving/dotnetRoot.ts';
import { projectProgram } from './serving/projectProgram.ts';

/** Runs a built project that is no web server, as a process; resolves when it has ended. */
export async function runProjectProgram(
  facts: ProjectFacts,
  profile: LaunchProfile | undefined,
  launch: ProjectLaunch,
): Promise<void> {
  const { events, held, launched, launchContext, plan, programOptions } = launch;
  const program = await withDotnetRoot(projectProgram(facts, profile, plan, launchContext));
  held.check();
  if (plan.mode === 'Debug') {
    events.message('info', `${plan.name} runs without a debugger: it is no WebAssembly client.`);
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
