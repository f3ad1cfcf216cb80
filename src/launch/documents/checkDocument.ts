import { basename, dirname } from 'node:path';
import { JsonDocument, type Problem } from '../json/jsonDocument.ts';
import { type Finding, getMember, getMembers, type Part } from '../json/finding.ts';
import {
  checkLaunchConfigurations,
  checkRequest,
  type LaunchPlanner,
} from './launchConfigurationsCheck.ts';
import { checkLaunchJson, type LaunchJsonFiles } from './launchJsonCheck.ts';
import { checkLaunchSettings } from './launchSettingsCheck.ts';
import { problems } from './problems.ts';
import { checkSettings } from './settingsCheck.ts';

/** What checks need to know of the host. */
export interface DocumentCheckOptions extends LaunchJsonFiles {
  readonly types: LaunchPlanner;
}

type Check = (
  document: Part,
  options: DocumentCheckOptions,
) => readonly Finding[] | Promise<readonly Finding[]>;

/** A kind of document, recognized by its file name, or by its content if it has none. */
interface DocumentKind {
  readonly file: RegExp | undefined;
  readonly fits: (value: unknown) => boolean;
  readonly check: Check;
}

const checkWorkspaceFile: Check = async (document, options) => [
  ...checkSettings(getMember(document, 'settings')),
  ...(await checkLaunchJson(getMember(document, 'launch'), options)),
];

const kinds: readonly DocumentKind[] = [
  {
    file: /^launch\.json$/i,
    fits: (value) => Array.isArray(getValue(value, 'configurations')),
    check: checkLaunchJson,
  },
  {
    file: /^launchSettings\.json$|\.run\.json$/i,
    fits: (value) => getValue(value, 'profiles') !== undefined,
    check: checkLaunchSettings,
  },
  {
    file: /\.code-workspace$/i,
    fits: (value) => Array.isArray(getValue(value, 'folders')),
    check: checkWorkspaceFile,
  },
  { file: /^settings\.json$/i, fits: hasSettings, check: checkSettings },
  {
    file: undefined,
    fits: (value) => getValue(value, 'launch_configurations') !== undefined,
    check: (document, { types }) => checkRequest(document, types),
  },
  {
    file: undefined,
    fits: (value) => Array.isArray(value) || getValue(value, 'type') !== undefined,
    check: (document, { types }) => checkLaunchConfigurations(document, types),
  },
];

/**
 * Checks a document that people write for this host: a launch.json, a launchSettings.json, settings, a
 * workspace file, launch configurations or the body of a run session request. `file` is its path, if it has one.
 */
export async function checkDocument(
  text: string,
  file: string | undefined,
  options: DocumentCheckOptions,
): Promise<readonly Problem[]> {
  const document = new JsonDocument(text);
  const syntax = document.syntaxProblems();
  if (syntax.length > 0) return syntax;
  const { value } = document;
  const check = findKind(value, file)?.check ?? (() => [unknownKind]);
  const findings = await check({ value, path: [] }, options);
  return findings.map((finding) => document.locate(finding));
}

const unknownKind: Finding = { path: [], message: problems.kindUnknown() };

function findKind(value: unknown, file: string | undefined): DocumentKind | undefined {
  const name = file === undefined ? undefined : basename(file);
  const named = kinds.find((kind) => name !== undefined && kind.file?.test(name));
  return named ?? kinds.find(({ fits }) => fits(value));
}

/** Returns the folder of `${workspaceFolder}` in a launch.json. */
export function getWorkspaceFolder(file: string): string {
  const folder = dirname(file);
  return basename(folder) === '.vscode' ? dirname(folder) : folder;
}

function getValue(value: unknown, name: string): unknown {
  return getMember({ value, path: [] }, name).value;
}

function hasSettings(value: unknown): boolean {
  return getMembers({ value, path: [] }).some(({ name }) => name.startsWith('ideSessionHost.'));
}
