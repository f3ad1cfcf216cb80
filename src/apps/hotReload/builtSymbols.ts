import { parse } from 'node:path';
import { definePhrases } from '../../common/phrases.ts';
import { dotnetErrors } from '../../dotnet/errors.ts';
import type { CompiledProject } from '../../dotnet/hotReload/compilerMessages.ts';
import { haveSources } from '../../wasm/hotReload/builtSources.ts';
import { readIfThere } from './appSources.ts';

const phrases = definePhrases({
  noSymbols: 'the build of {project} left no portable symbols (.pdb) to compare its sources with',
});

/** The projects of an app whose sources can be compared with those of the build. */
export interface BuiltProjects {
  readonly projects: readonly CompiledProject[];
  /** Their symbols by the name of the assembly, without extension. */
  readonly symbols: ReadonlyMap<string, Buffer>;
}

/**
 * Reads the symbols of projects, the last of which is that of the app. Referenced ones without readable symbols are
 * left out. Throws a HumanError (HotReloadUnavailable) if the app has none.
 */
export async function readBuiltProjects(
  projects: readonly CompiledProject[],
): Promise<BuiltProjects> {
  const found: CompiledProject[] = [];
  const symbols = new Map<string, Buffer>();
  for (const project of projects) {
    const { assembly } = project;
    const content = await readIfThere(assembly.replace(/\.dll$/i, '.pdb'));
    if (content === undefined || !haveSources(content)) continue;
    found.push(project);
    symbols.set(assembly.replace(/^.*[\\/]|\.dll$/gi, ''), content);
  }
  const app = projects.at(-1);
  if (app !== undefined && found.at(-1) === app) return { projects: found, symbols };
  const reason = phrases.noSymbols({ project: parse(app?.path ?? '').name });
  throw dotnetErrors.HotReloadUnavailable({ reason });
}
