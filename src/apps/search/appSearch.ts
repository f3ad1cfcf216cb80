import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type HumanError, toHumanError } from '../../common/humanError.ts';
import { dotnetErrors } from '../../dotnet/errors.ts';
import type { ProjectFacts } from '../../dotnet/evaluate/projectFacts.ts';
import { pathKey } from '../../dotnet/files/projectFile.ts';
import type { Projects } from '../../dotnet/evaluate/projects.ts';
import { type BlazorApp, ownApp, findServedApp } from './detection.ts';

/** A result of a search. */
export type Finding =
  | { readonly kind: 'app'; readonly app: BlazorApp }
  | { readonly kind: 'program'; readonly project: string }
  | { readonly kind: 'broken'; readonly project: string; readonly error: HumanError };

interface Source {
  readonly path: string;
  readonly text: string;
}

type Evaluated =
  | { readonly kind: 'facts'; readonly facts: ProjectFacts }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Errors of `dotnet` itself, which affect all projects. */
const concernsAll = /^Dotnet(Sdk)?NotFound$/;

/**
 * Finds the apps and other programs among projects, starting with the likeliest ones. A client that a server serves
 * is found with the server only. Throws a HumanError if projects can't be evaluated, and the signal's reason. The
 * search ends with the iteration.
 */
export async function* findAppsIn(
  paths: readonly string[],
  projects: Projects,
  signal?: AbortSignal,
): AsyncGenerator<Finding, void, undefined> {
  const ending = new AbortController();
  try {
    const both = signal === undefined ? [ending.signal] : [ending.signal, signal];
    yield* search(await rank(paths), projects, AbortSignal.any(both));
  } finally {
    ending.abort();
  }
}

async function* search(
  sources: readonly Source[],
  projects: Projects,
  signal: AbortSignal,
): AsyncGenerator<Finding, void, undefined> {
  const evaluations = sources.map(({ path }) => settled(projects.facts(path, signal)));
  const served = new Set<string>();
  const undecided: ProjectFacts[] = [];
  for (const [index, source] of sources.entries()) {
    const evaluated = await evaluations[index];
    if (evaluated === undefined) continue;
    if (evaluated.kind === 'failed') {
      yield toBroken(source.path, evaluated.error, signal);
      continue;
    }
    const { facts } = evaluated;
    if (facts.kind === 'server') {
      const app = await findServedApp(facts, projects, signal);
      if (app === undefined) {
        yield { kind: 'program', project: facts.path };
        continue;
      }
      served.add(pathKey(app.client.path));
      yield { kind: 'app', app };
    } else if (facts.kind === 'program' && !hasTests(facts)) {
      yield { kind: 'program', project: facts.path };
    } else if (facts.kind === 'client') {
      if (isMentioned(facts, sources)) undecided.push(facts);
      else yield { kind: 'app', app: ownApp(facts) };
    }
  }
  for (const client of undecided) {
    if (!served.has(pathKey(client.path))) yield { kind: 'app', app: ownApp(client) };
  }
}

function settled(facts: Promise<ProjectFacts>): Promise<Evaluated> {
  return facts.then(
    (found): Evaluated => ({ kind: 'facts', facts: found }),
    (error: unknown): Evaluated => ({ kind: 'failed', error }),
  );
}

function toBroken(project: string, error: unknown, signal: AbortSignal): Finding {
  signal.throwIfAborted();
  const human = toHumanError(error, ({ reason }) =>
    dotnetErrors.EvaluationFailed({ path: project, reason }),
  );
  if (concernsAll.test(human.code)) throw human;
  return { kind: 'broken', project, error: human };
}

/** Matches the text of project files that are probably clients. */
const clientHint =
  /Sdk\.(BlazorWebAssembly|WebAssembly)\b|SdkBlazorWebAssembly|SdkWebAssembly|browser-?wasm|-browser/i;

/** Orders projects: probable clients, then projects that refer to them, then all others. */
async function rank(paths: readonly string[]): Promise<readonly Source[]> {
  const unique = new Map(paths.map((path) => [pathKey(path), path]));
  const sources = await Promise.all(
    [...unique.values()].map(async (path) => ({
      path,
      text: await readFile(path, 'utf8').catch(() => ''),
    })),
  );
  const likely = sources.filter(({ text }) => clientHint.test(text));
  const names = likely.map(({ path }) => basename(path));
  const score = (source: Source): number => {
    if (likely.includes(source)) return 0;
    return names.some((name) => source.text.includes(name)) ? 1 : 2;
  };
  return sources.toSorted((one, other) => score(one) - score(other));
}

/** Whether a project is run by `dotnet test`, which makes it a program. */
function hasTests({ packageReferences }: ProjectFacts): boolean {
  return packageReferences.some(({ name }) => name.toLowerCase() === 'microsoft.net.test.sdk');
}

/** Whether another project refers to a client, so that it may be served by a server. */
function isMentioned(client: ProjectFacts, sources: readonly Source[]): boolean {
  const name = basename(client.path);
  return sources.some(
    ({ path, text }) => pathKey(path) !== pathKey(client.path) && text.includes(name),
  );
}
