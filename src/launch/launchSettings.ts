import { dirname } from 'node:path';
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import * as z from 'zod/mini';
import { HumanError } from '../common/humanError.ts';
import type { LaunchProfile } from './launchProfile.ts';

const optionalText = z.nullish(z.string());
const text = z.pipe(
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
  z.transform((value) => String(value ?? '')),
);

const launchSettings = z.looseObject({
  profiles: z.nullish(
    z.record(
      z.string(),
      z.looseObject({
        commandName: optionalText,
        commandLineArgs: optionalText,
        workingDirectory: optionalText,
        executablePath: optionalText,
        applicationUrl: optionalText,
        launchBrowser: z.nullish(z.boolean()),
        launchUrl: optionalText,
        inspectUri: optionalText,
        environmentVariables: z.nullish(z.record(z.string(), text)),
      }),
    ),
  ),
});

type ProfileJson = NonNullable<z.infer<typeof launchSettings>['profiles']>[string];

/**
 * Parses launch settings, in which comments and trailing commas are allowed.
 * Throws a HumanError that names the place of what is wrong.
 */
export function parseLaunchSettings(file: string, content: string): readonly LaunchProfile[] {
  const json = content.replace(/^\uFEFF/, '');
  const errors: ParseError[] = [];
  const root = parseTree(json, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined || root === undefined) {
    const problem = error === undefined ? 'ValueExpected' : printParseErrorCode(error.error);
    throw broken(file, json, error?.offset ?? 0, inWords(problem));
  }
  const result = launchSettings.safeParse(getNodeValue(root));
  if (!result.success) throw misfit(file, json, root, result.error);
  return Object.entries(result.data.profiles ?? {}).map(([name, profile]) =>
    toProfile(name, dirname(file), profile),
  );
}

function toProfile(name: string, settingsFolder: string, json: ProfileJson): LaunchProfile {
  const { commandLineArgs, workingDirectory, executablePath, launchUrl, inspectUri } = json;
  return {
    name,
    settingsFolder,
    commandName: json.commandName ?? '',
    ...(commandLineArgs && { commandLineArgs }),
    ...(workingDirectory && { workingDirectory }),
    ...(executablePath && { executablePath }),
    applicationUrl: (json.applicationUrl ?? '').split(';').flatMap((url) => url.trim() || []),
    ...(typeof json.launchBrowser === 'boolean' && { launchBrowser: json.launchBrowser }),
    ...(launchUrl && { launchUrl }),
    ...(inspectUri && { inspectUri }),
    environmentVariables: json.environmentVariables ?? {},
  };
}

function misfit(file: string, json: string, root: Node, error: z.core.$ZodError): HumanError {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).map((part) => (typeof part === 'symbol' ? String(part) : part));
  const node = findNodeAtLocation(root, path) ?? root;
  return broken(
    file,
    json,
    node.offset,
    [path.join('.'), issue?.message].filter(Boolean).join(': '),
  );
}

/** What the parser calls `CloseBraceExpected` is a `close brace expected`. */
function inWords(problem: string): string {
  return problem.replace(/(?!^)[A-Z]/g, ' $&').toLowerCase();
}

function broken(file: string, json: string, offset: number, problem: string): HumanError {
  const lines = json.slice(0, offset).split('\n');
  const place = `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
  return new HumanError(
    'LaunchSettingsBroken',
    `The launch settings in ${file} can't be read: ${problem} at ${place}. Correct the file there, or start without a launch profile.`,
  );
}
