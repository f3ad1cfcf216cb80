import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { chooseProfile } from '../../launch/profiles/profileChoice.ts';
import { readLaunchProfiles } from '../../launch/profiles/launchProfiles.ts';
import type { RunMode } from '../../protocol/launchConfigurations.ts';
import { cliErrors } from '../errors.ts';
import type { SessionRequest } from './sessionRequest.ts';

/** How a target is started. */
export interface TargetOptions {
  readonly currentFolder: string;
  readonly mode: RunMode;
  /** The launch profile of a .NET project; the one that `dotnet run` takes if absent, and none if empty. */
  readonly launchProfile: string | undefined;
}

type Configuration = SessionRequest['launchConfiguration'];

const scripts: Readonly<Record<string, (path: string, folder: string) => Configuration>> = {
  '.js': toNode,
  '.mjs': toNode,
  '.cjs': toNode,
  '.ts': toNode,
  '.mts': toNode,
  '.cts': toNode,
  '.py': (path, folder) => ({ type: 'python', program_path: path, working_directory: folder }),
  '.go': (path, folder) => ({ type: 'go', program: path, working_directory: folder }),
};

const project = /\.(cs|fs|vb)proj$/i;

/**
 * Returns the request for a project, a script, a folder with one project, or a web page. `undefined` if there
 * is no such file. Rejects with a HumanError if it isn't clear how to run it.
 */
export async function readTarget(
  target: string,
  options: TargetOptions,
): Promise<SessionRequest | undefined> {
  const { currentFolder, mode } = options;
  if (/^https?:\/\//i.test(target)) {
    const { hostname } = new URL(target);
    return toRequest({ type: 'browser', mode, url: target }, hostname);
  }
  const path = resolve(currentFolder, target);
  if (!existsSync(path)) return undefined;
  if (statSync(path).isDirectory()) return readFolder(path, options);
  const extension = extname(path).toLowerCase();
  if (project.test(path) || extension === '.cs') return readProject(path, options);
  const configure = scripts[extension];
  if (configure === undefined) throw cliErrors.UnknownTarget({ path });
  return toRequest({ ...configure(path, currentFolder), mode }, path);
}

async function readFolder(path: string, options: TargetOptions): Promise<SessionRequest> {
  const names = readdirSync(path);
  const projects = names.filter((name) => project.test(name));
  const [first, second] = projects;
  if (first !== undefined && second === undefined) return readProject(join(path, first), options);
  if (first !== undefined) throw cliErrors.SeveralProjects({ path, projects: projects.join(', ') });
  const { mode } = options;
  if (names.includes('package.json')) {
    const npm = { type: 'node', mode, runtime_executable: 'npm', working_directory: path };
    return { ...toRequest(npm, path), args: ['start'] };
  }
  if (names.includes('go.mod')) {
    return toRequest({ type: 'go', mode, program: path, working_directory: path }, path);
  }
  if (names.includes('Cargo.toml')) {
    return toRequest({ type: 'rust', mode, working_directory: path }, path);
  }
  throw cliErrors.UnknownTarget({ path });
}

/** A project or a file-based program, with the launch profile that `dotnet run` takes. */
export async function readProject(
  path: string,
  { launchProfile, mode }: Pick<TargetOptions, 'launchProfile' | 'mode'>,
): Promise<SessionRequest> {
  const profile = launchProfile ?? (await findDefaultProfile(path));
  const isNone = profile === undefined || profile === '';
  const chosen = isNone ? { disable_launch_profile: true } : { launch_profile: profile };
  return toRequest({ type: 'project', mode, project_path: path, ...chosen }, path);
}

async function findDefaultProfile(path: string): Promise<string | undefined> {
  const chosen = chooseProfile(await readLaunchProfiles(path), { kind: 'default' });
  return chosen.kind === 'profile' ? chosen.profile.name : undefined;
}

function toNode(path: string, folder: string): Configuration {
  return { type: 'node', script_path: path, working_directory: folder };
}

function toRequest(launchConfiguration: Configuration, title: string): SessionRequest {
  return { launchConfiguration, env: [], title: basename(title) };
}
