import { type HumanError, toHumanError } from '../../common/humanError.ts';
import { dotnetErrors } from '../../dotnet/errors.ts';
import { findAppHosts } from '../../dotnet/files/appHosts.ts';
import { resolveFolderLinks } from '../../dotnet/files/folderLink.ts';
import type { Projects } from '../../dotnet/evaluate/projects.ts';
import { pathKey } from '../../dotnet/files/projectFile.ts';
import type { SolutionLists } from '../../dotnet/files/solutionLists.ts';
import { findAppsIn } from './appSearch.ts';
import type { BlazorApp } from './detection.ts';

/** The result of a search. */
export interface FoundApps {
  /** The projects of Aspire AppHosts. */
  readonly appHosts: readonly string[];
  /** The project to start for each app: that of the client, or of the server that serves it. */
  readonly startProjects: readonly string[];
  /** The projects of other programs: servers, workers and console programs. */
  readonly programs: readonly string[];
  /** Why projects or solutions could not be read. */
  readonly broken: readonly HumanError[];
}

/** Finds apps, AppHosts and other programs among project files and the projects of solutions. Rejects with a HumanError if there is no SDK. */
export async function findApps(
  projectFiles: readonly string[],
  solutions: readonly string[],
  projects: Projects,
  lists: SolutionLists,
  signal: AbortSignal,
): Promise<FoundApps> {
  const broken: HumanError[] = [];
  const listed = await Promise.all(
    solutions.map((solution) =>
      lists.projects(solution, signal).catch((error: unknown) => {
        signal.throwIfAborted();
        const create = ({ reason }: { reason: string }): HumanError =>
          dotnetErrors.SolutionBroken({ path: solution, problem: reason });
        broken.push(toHumanError(error, create));
        return [];
      }),
    ),
  );
  const startProjects: string[] = [];
  const programs: string[] = [];
  const all = [...projectFiles, ...listed.flat()];
  const appHosts = await findAppHosts(all);
  const opened = new Map<string, string>();
  for (const path of all) opened.set(await resolveFolderLinks(path), path);
  for await (const finding of findAppsIn([...opened.keys()], projects, signal)) {
    if (finding.kind === 'broken') broken.push(finding.error);
    else if (finding.kind === 'program') programs.push(toOpenedProject(finding.project, opened));
    else startProjects.push(toOpenedProject(getStartProject(finding.app), opened));
  }
  const hosts = new Set(appHosts.map(pathKey));
  const others = programs.filter((path) => !hosts.has(pathKey(path)));
  return { appHosts, startProjects, programs: others, broken };
}

function getStartProject(app: BlazorApp): string {
  return app.kind === 'hosted' ? app.server.path : app.client.path;
}

/** Maps the real path of a project to the path that the user opened. */
function toOpenedProject(path: string, opened: ReadonlyMap<string, string>): string {
  return opened.get(path) ?? path;
}
