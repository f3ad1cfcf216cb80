import { type HumanError, toHumanError } from '../common/humanError.ts';
import { findAppHosts } from '../dotnet/appHosts.ts';
import type { Projects } from '../dotnet/projects.ts';
import type { Dotnet } from '../dotnet/sdk.ts';
import { projectsInSolution } from '../dotnet/solutions.ts';
import { appsIn } from './appSearch.ts';
import type { BlazorApp } from './detection.ts';

/** What a search has found. */
export interface FoundApps {
  /** The projects of Aspire AppHosts. */
  readonly appHosts: readonly string[];
  /** The projects to start, one for each app: the client's own, or that of the server that serves it. */
  readonly startProjects: readonly string[];
  /** Why projects or solutions could not be read. */
  readonly broken: readonly HumanError[];
}

/** Finds apps and AppHosts among project files and the projects of solutions. Rejects with a HumanError if there is no SDK. */
export async function findApps(
  projectFiles: readonly string[],
  solutions: readonly string[],
  projects: Projects,
  dotnet: Dotnet,
  signal: AbortSignal,
): Promise<FoundApps> {
  const broken: HumanError[] = [];
  const listed = await Promise.all(
    solutions.map((solution) =>
      projectsInSolution(solution, dotnet, signal).catch((error: unknown) => {
        signal.throwIfAborted();
        broken.push(toHumanError(error, 'SolutionBroken'));
        return [];
      }),
    ),
  );
  const startProjects: string[] = [];
  const all = [...projectFiles, ...listed.flat()];
  const appHosts = await findAppHosts(all);
  for await (const finding of appsIn(all, projects, signal)) {
    if (finding.kind === 'broken') broken.push(finding.error);
    else startProjects.push(startProjectOf(finding.app));
  }
  return { appHosts, startProjects, broken };
}

function startProjectOf(app: BlazorApp): string {
  return app.kind === 'hosted' ? app.server.path : app.client.path;
}
