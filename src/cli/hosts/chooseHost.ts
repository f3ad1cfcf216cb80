import { relative, isAbsolute, resolve, sep } from 'node:path';
import type { HostFacts } from '../../api/door/hostFacts.ts';
import { cliErrors } from '../errors.ts';
import type { HostChoice } from '../invocation.ts';

/** The folder and the variables of the command. */
export interface CallerContext {
  readonly currentFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Chooses the host that is meant: the one named by pid or folder, otherwise the one whose terminal this is,
 * the only one, or the only one whose workspace contains the current folder. Throws a HumanError if there is
 * none or more than one.
 */
export function chooseHost<T extends { readonly facts: HostFacts }>(
  hosts: readonly T[],
  { host }: HostChoice,
  caller: CallerContext,
): T {
  if (hosts.length === 0) throw cliErrors.NoHost();
  if (host !== undefined) return findNamed(hosts, host, caller);
  const own = hosts.find(({ facts }) => isOfTerminal(facts, caller));
  if (own !== undefined) return own;
  const around = closest(hosts, caller.currentFolder);
  const candidates = around.length === 0 ? hosts : around;
  return only(candidates);
}

function findNamed<T extends { readonly facts: HostFacts }>(
  hosts: readonly T[],
  host: string,
  { currentFolder }: CallerContext,
): T {
  const folder = resolve(currentFolder, host);
  const found = hosts.filter(
    ({ facts }) => String(facts.pid) === host || facts.folders.includes(folder),
  );
  if (found.length === 0) throw cliErrors.HostNotFound({ host });
  return only(found);
}

function only<T extends { readonly facts: HostFacts }>(hosts: readonly T[]): T {
  const [first, second] = hosts;
  if (first !== undefined && second === undefined) return first;
  const names = hosts.map(
    ({ facts }) => `${facts.pid} (${facts.folders.join(', ') || facts.kind})`,
  );
  throw cliErrors.SeveralHosts({ hosts: names.join(', ') });
}

/** Terminals of a window, and commands of a headless host, have the variables of their endpoint. */
function isOfTerminal({ port }: HostFacts, { environment }: CallerContext): boolean {
  return environment['DEBUG_SESSION_PORT'] === `localhost:${port}`;
}

/** Returns the hosts with the innermost folder that contains `path`. */
function closest<T extends { readonly facts: HostFacts }>(
  hosts: readonly T[],
  path: string,
): readonly T[] {
  const depths = hosts.map(({ facts }) =>
    Math.max(
      0,
      ...facts.folders.filter((folder) => contains(folder, path)).map(({ length }) => length),
    ),
  );
  const deepest = Math.max(...depths);
  return deepest === 0 ? [] : hosts.filter((_, index) => depths[index] === deepest);
}

function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
