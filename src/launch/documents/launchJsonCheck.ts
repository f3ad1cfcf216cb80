import { resolve } from 'node:path';
import { toHumanError } from '../../common/humanError.ts';
import { launchErrors } from '../errors.ts';
import { readLaunchProfiles } from '../profiles/launchProfiles.ts';
import { chooseProfile } from '../profiles/profileChoice.ts';
import { isProjectText } from '../user/controllerConfiguration.ts';
import { schemaFor } from '../user/userConfiguration.ts';
import { problems } from './problems.ts';
import { type Finding, getFindings, getItems, getMember, type Part } from '../json/finding.ts';

/** The files around a launch.json. */
export interface LaunchJsonFiles {
  /** Returns the folder of `${workspaceFolder}`, or of `${workspaceFolder:NAME}`; `undefined` if it is unknown. */
  readonly workspaceFolder: (name: string | undefined) => string | undefined;
  readonly hasFile: (path: string) => boolean;
}

/** Checks the debug configurations of this extension in a launch.json. */
export async function checkLaunchJson(
  document: Part,
  files: LaunchJsonFiles,
): Promise<readonly Finding[]> {
  const own = getItems(getMember(document, 'configurations')).filter(
    (part) => getMember(part, 'type').value === 'ide-session',
  );
  return (await Promise.all(own.map((part) => checkConfiguration(part, files)))).flat();
}

async function checkConfiguration(part: Part, files: LaunchJsonFiles): Promise<readonly Finding[]> {
  const findings = getFindings(schemaFor(part.value), part);
  if (findings.length > 0) return findings;
  const controller = getMember(part, 'controller');
  const isProject = typeof controller.value === 'string' && isProjectText(controller.value);
  return checkProject(isProject ? controller : getMember(part, 'project'), part, files);
}

/** Checks that a project exists and has its launch profile, unless its path has variables of the editor. */
async function checkProject(
  { path, value }: Part,
  configuration: Part,
  files: LaunchJsonFiles,
): Promise<readonly Finding[]> {
  const project = typeof value === 'string' ? resolveVariables(value, files) : undefined;
  if (project === undefined) return [];
  if (!files.hasFile(project)) return [{ path, message: problems.notFound({ path: project }) }];
  return checkProfile(project, getMember(configuration, 'launchProfile'));
}

async function checkProfile(project: string, { path, value }: Part): Promise<readonly Finding[]> {
  if (typeof value !== 'string' || value === '' || !isProjectText(project)) return [];
  try {
    const profiles = await readLaunchProfiles(project);
    const chosen = chooseProfile(profiles, { kind: 'named', name: value });
    return chosen.kind === 'unusable'
      ? [{ path, message: problems.profileUnusable({ reason: chosen.why }) }]
      : [];
  } catch (error) {
    const { message } = toHumanError(error, ({ reason }) =>
      launchErrors.InvalidDebugConfiguration({ problems: reason }),
    );
    return [{ path, message }];
  }
}

/** Returns the absolute path; `undefined` if only the editor knows it. */
function resolveVariables(text: string, { workspaceFolder }: LaunchJsonFiles): string | undefined {
  const folder = workspaceFolder(undefined);
  const replaced = text.replaceAll(
    /\$\{workspaceFolder(?::([^}]*))?\}/g,
    (form, name: string | undefined) => workspaceFolder(name) ?? form,
  );
  if (folder === undefined || replaced === '' || replaced.includes('${')) return undefined;
  return resolve(folder, replaced);
}
