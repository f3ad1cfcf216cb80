import { extname } from 'node:path';
import { localize } from '../../common/localization.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { isFileProgram } from '../../dotnet/files/projectFile.ts';
import { getVersion } from '../../dotnet/evaluate/targetFramework.ts';
import { findUnsupported } from '../../dotnet/hotReload/runtimeSettings.ts';
import { isUpdatedByOthers } from '../../dotnet/hotReload/updateAgent.ts';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import { startsAssembly } from '../../projects/programDebugger.ts';
import type { ProjectRun } from '../../projects/projectRun.ts';

/** The first version of .NET whose runtime takes updates. */
const firstVersion = 6;
const profilingVariable = 'CORECLR_ENABLE_PROFILING';

/** Why no change of a project's program can be applied; `undefined` if nothing is known. */
export function findObstacle(
  { path, targetFramework }: ProjectFacts,
  kind: ProjectRun['kind'],
): string | undefined {
  if (kind === 'debugger') {
    return localize('The debugger does not apply changes. Run the session without a debugger.');
  }
  if (!isFileProgram(path) && extname(path).toLowerCase() !== '.csproj') {
    return localize('Only C# programs take changes.');
  }
  if (getVersion(targetFramework) < firstVersion) {
    return localize('Only programs for .NET 6 or later take changes.');
  }
  return undefined;
}

/** Why no change of a built project's program can be applied; `undefined` if nothing is known. */
export async function findBuildObstacle({
  path,
  targetPath,
}: ProjectFacts): Promise<string | undefined> {
  const name = await findUnsupported(targetPath);
  if (name !== undefined && isFileProgram(path)) {
    // File-based programs are native by default.
    const line = '#:property PublishAot=false';
    return localize('The build turns off {name}. It is on with the line {line}.', { name, line });
  }
  switch (name) {
    case 'StartupHookSupport':
      return localize('The build turns off {name}, as it does for trimmed and native programs.', {
        name,
      });
    case 'MetadataUpdaterSupport':
      return localize('The build turns off {name}. Debug builds have it.', { name });
    case undefined:
      return undefined;
  }
}

/** Why no change of a program that is about to start can be applied; `undefined` if nothing is known. */
export function findProgramObstacle(facts: ProjectFacts, program: ProgramPlan): string | undefined {
  if (!startsAssembly(facts, program)) {
    return localize('The session runs another program than the one that the project builds.');
  }
  if (isUpdatedByOthers(program.environment)) {
    return localize('Another tool updates the program, since {name} is set.', {
      name: 'DOTNET_MODIFIABLE_ASSEMBLIES',
    });
  }
  if (program.environment[profilingVariable] === '1') {
    // The runtime lets profilers rewrite only code that takes no updates.
    return localize('The program runs with a profiler, since {name} is set.', {
      name: profilingVariable,
    });
  }
  return undefined;
}
