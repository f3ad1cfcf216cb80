import { realpath } from 'node:fs/promises';
import type { Clock } from '../../common/clock.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import type { BootConfiguration } from './bootConfiguration.ts';
import type {
  BuiltAssembly,
  DiagnosisFacts,
  DiagnosisInputs,
  Known,
  ServedApp,
  WorkspaceFolder,
} from './facts.ts';
import { gatherBuilt, reasons } from './gatherBuilt.ts';
import { gatherServed } from './gatherServed.ts';
import { gatherSources } from './gatherSources.ts';

/**
 * Gathers the facts for a diagnosis from the build and the running app. Facts that can't be determined
 * contain the reason.
 */
export async function gatherFacts(inputs: DiagnosisInputs, clock: Clock): Promise<DiagnosisFacts> {
  const { session, project } = inputs;
  const client = project?.kind === 'client' ? project : inputs.client;
  const projects = [...new Set([project, client])].filter((one) => one !== undefined);
  const roots = [...projects.map(({ folder }) => folder), ...inputs.workspaceFolders];
  const built = await gatherBuilt(projects, roots);
  const names = (boot: BootConfiguration): readonly string[] => ownAssemblies(boot, built, client);
  const served: ServedApp =
    session === undefined ? { kind: 'not asked' } : await gatherServed(session.url, names, clock);
  const workspaceFolders = await Promise.all(inputs.workspaceFolders.map(resolveFolder));
  return {
    ...inputs,
    session,
    project:
      project === undefined
        ? { kind: 'unknown', reason: reasons.notChosen() }
        : { kind: 'known', value: project },
    client,
    built,
    served,
    sources: await gatherSources(built, served, roots),
    workspaceFolders,
  };
}

/** Returns the app's own assemblies that the page may load. */
function ownAssemblies(
  boot: BootConfiguration,
  built: Known<readonly BuiltAssembly[]>,
  client: ProjectFacts | undefined,
): readonly string[] {
  const names = new Set(boot.mainAssembly === undefined ? [] : [boot.mainAssembly]);
  if (client !== undefined) names.add(client.assemblyName);
  if (built.kind === 'known') for (const { name } of built.value) names.add(name);
  return [...names];
}

async function resolveFolder(path: string): Promise<WorkspaceFolder> {
  return { path, realPath: await realpath(path).catch(() => path) };
}
