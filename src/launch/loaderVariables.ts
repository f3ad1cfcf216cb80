import { shorten } from '../common/printable.ts';
import type { EnvironmentVariable } from '../protocol/runSession.ts';
import type { LaunchContext } from './launchPlan.ts';

/** Variables that make programs or their runtimes load additional code. */
const families = new RegExp(
  [
    // Dynamic linkers of Linux and macOS.
    /^(LD|DYLD)_/,
    // Node, Bun and Electron.
    /^(NODE_OPTIONS|NODE_PATH|NODE_REPL_EXTERNAL_MODULE|BUN_OPTIONS|ELECTRON_RUN_AS_NODE)$/,
    // .NET: startup hooks, profilers, additional assemblies.
    /^(DOTNET|CORECLR|COR)_(STARTUP_HOOKS|ADDITIONAL_DEPS|SHARED_STORE|ENABLE_PROFILING|PROFILER\w*)$/,
    // Python, Perl, Ruby, Java, shells.
    /^(PYTHON(STARTUP|PATH|HOME|INSPECT|BREAKPOINT)|PERL5(OPT|LIB|DB)|RUBY(OPT|LIB))$/,
    /^(JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|BASH_ENV|ENV|ZDOTDIR)$/,
    // Command lookup.
    /^(PATH|PATHEXT|COMSPEC)$/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);

/**
 * Returns the distinct names of a request's variables that change which code its program loads, compared
 * with the inherited ones. Controllers may set them, but that is logged.
 */
export function findChangedLoaders(
  env: readonly EnvironmentVariable[],
  context: Pick<LaunchContext, 'environment' | 'platform'>,
): readonly string[] {
  const loaders = env.filter(({ name }) => families.test(name));
  if (loaders.length === 0) return [];
  const key = (name: string): string => (context.platform === 'win32' ? name.toUpperCase() : name);
  const inherited = new Map(
    Object.entries(context.environment).map(([name, value]) => [key(name), value]),
  );
  const last = new Map(loaders.map((loader) => [key(loader.name), loader]));
  return [...last]
    .filter(([name, { value }]) => inherited.get(name) !== value)
    .map(([, { name }]) => name);
}

/** How many names of variables are logged, and the maximum length of each. */
const maxNames = 20;
const longestShownName = 100;

/** Returns what is logged about these variables, if there are any. Continues a sentence about a session. */
export function describeLoaders(loaders: readonly string[]): string | undefined {
  if (loaders.length === 0) return undefined;
  const names = loaders.slice(0, maxNames).map((one) => shorten(one, longestShownName));
  const more = loaders.length - names.length;
  const all = more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`;
  return `sets variables that change which code is loaded: ${all}.`;
}
