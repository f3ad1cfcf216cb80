import { HumanError } from '../../common/humanError.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { pathKey } from '../../dotnet/files/projectFile.ts';
import type { ProjectReader } from '../../dotnet/evaluate/projects.ts';
import { appErrors } from '../errors.ts';

/** A WebAssembly app with its projects. */
export type BlazorApp =
  | {
      /** A Blazor client with a dev server. */
      readonly kind: 'standalone';
      readonly client: ProjectFacts;
    }
  | {
      /** A Blazor client that is served by a server project. */
      readonly kind: 'hosted';
      readonly server: ProjectFacts;
      readonly client: ProjectFacts;
    }
  | {
      /** WebAssembly without Blazor. */
      readonly kind: 'plain';
      readonly client: ProjectFacts;
    };

/**
 * Returns the app of a project: that of a client, or the one that a server serves; `undefined` for other
 * projects. For a client without a dev server, the servers among `candidates` are searched. Rejects with a
 * HumanError if the project can't be evaluated, and with the signal's reason.
 */
export async function findApp(
  project: string,
  projects: ProjectReader,
  candidates: readonly string[] = [],
  signal?: AbortSignal,
): Promise<BlazorApp | undefined> {
  const facts = await projects.facts(project, signal);
  switch (facts.kind) {
    case 'server':
      return findServedApp(facts, projects, signal);
    case 'client':
      return clientApp(facts, projects, candidates, signal);
    case 'library':
    case 'program':
      return undefined;
  }
}

/**
 * Returns the app of a controller's web root: the project of a client or its folder, or the project of a
 * server that serves one. Rejects like {@link findApp}, and if there is no such app.
 */
export async function findAppAt(
  webRoot: string,
  projects: ProjectReader,
  candidates: readonly string[] = [],
  signal?: AbortSignal,
): Promise<BlazorApp> {
  const app = await findApp(webRoot, projects, candidates, signal);
  if (app !== undefined) return app;
  throw appErrors.NotWebAssembly({ path: webRoot });
}

/** Returns the app that a server serves: the nearest client that it references, directly or through libraries. */
export async function findServedApp(
  server: ProjectFacts,
  projects: ProjectReader,
  signal?: AbortSignal,
): Promise<BlazorApp | undefined> {
  const seen = new Set([pathKey(server.path)]);
  for (let level = server.projectReferences; level.length > 0;) {
    const unseen = level.filter((path) => !seen.has(pathKey(path)));
    for (const path of unseen) seen.add(pathKey(path));
    const found = await Promise.all(unseen.map((path) => factsIfSound(path, projects, signal)));
    const referenced = found.filter((facts) => facts !== undefined);
    const client = referenced.find(({ kind }) => kind === 'client');
    if (client !== undefined) return { kind: 'hosted', server, client };
    // References of other programs don't count.
    level = referenced
      .filter(({ kind }) => kind === 'library')
      .flatMap(({ projectReferences }) => projectReferences);
  }
  return undefined;
}

/** Returns the app of a client, regardless of servers. */
export function ownApp(client: ProjectFacts): BlazorApp {
  return { kind: client.isBlazor ? 'standalone' : 'plain', client };
}

async function clientApp(
  client: ProjectFacts,
  projects: ProjectReader,
  candidates: readonly string[],
  signal: AbortSignal | undefined,
): Promise<BlazorApp> {
  if (!client.isBlazor || hasOwnServer(client)) return ownApp(client);
  const found = candidates.map((candidate) => factsIfSound(candidate, projects, signal));
  for (const facts of await Promise.all(found)) {
    if (facts?.kind !== 'server') continue;
    const app = await findServedApp(facts, projects, signal);
    if (app !== undefined && pathKey(app.client.path) === pathKey(client.path)) return app;
  }
  return ownApp(client);
}

/** Packages with a dev server for clients; the second one since .NET 11. */
const serverPackages = new Set([
  'microsoft.aspnetcore.components.webassembly.devserver',
  'microsoft.aspnetcore.components.gateway',
]);

function hasOwnServer(facts: ProjectFacts): boolean {
  return (
    facts.packageReferences.some(({ name }) => serverPackages.has(name.toLowerCase())) ||
    isDevServer(facts)
  );
}

/** Whether what `dotnet run` starts is a dev server of .NET, rather than a program of the user. */
export function isDevServer({
  runArguments,
  runCommand,
}: Pick<ProjectFacts, 'runArguments' | 'runCommand'>): boolean {
  return [runCommand, ...runArguments].some((word) =>
    /blazor-(devserver|gateway)(\.dll|\.exe)?$/i.test(word),
  );
}

/** Returns `undefined` for a project that can't be evaluated. Its build reports the error. */
async function factsIfSound(
  path: string,
  projects: ProjectReader,
  signal: AbortSignal | undefined,
): Promise<ProjectFacts | undefined> {
  try {
    return await projects.facts(path, signal);
  } catch (error) {
    if (error instanceof HumanError) return undefined;
    throw error;
  }
}
