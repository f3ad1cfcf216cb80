import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Returns the `node-options` that npm passes to scripts as NODE_OPTIONS, from the environment, the
 * project's `.npmrc` or the user's. `undefined` if none are set.
 */
export async function npmNodeOptions(
  folder: string,
  environment: Variables,
): Promise<string | undefined> {
  const own = variable('npm_config_node_options', environment);
  if (own) return own;
  const home = environment['HOME'] ?? environment['USERPROFILE'];
  const user = variable('npm_config_userconfig', environment) ?? (home && join(home, '.npmrc'));
  const files = [join(await getProject(folder), '.npmrc'), ...(user ? [user] : [])];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const found = nodeOptionsIn(text, environment);
    if (found) return found;
  }
  return undefined;
}

/** Returns the nearest folder that npm treats as a project, otherwise the folder itself. */
async function getProject(folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    for (const name of ['package.json', 'node_modules']) {
      if ((await stat(join(at, name)).catch(() => undefined)) !== undefined) return at;
    }
    if (dirname(at) === at) return folder;
  }
}

/** Returns the last value in an `.npmrc`, an INI file with references to environment variables. */
function nodeOptionsIn(text: string, environment: Variables): string | undefined {
  const values = [...text.matchAll(/^[ \t]*node-options[ \t]*=[ \t]*(.*?)[ \t\r]*$/gm)];
  const value = values.at(-1)?.[1]?.replace(/^(["'])(.*)\1$/, '$2');
  return value?.replaceAll(/\$\{([^}]+)\}/g, (form, name: string) => environment[name] ?? form);
}

/** npm ignores the case of these names. */
function variable(name: string, environment: Variables): string | undefined {
  return Object.entries(environment).find(([key]) => key.toLowerCase() === name)?.[1];
}
