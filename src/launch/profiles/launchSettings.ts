import { dirname } from 'node:path';
import * as z from 'zod/mini';
import type { HumanError } from '../../common/humanError.ts';
import { toFindings } from '../json/finding.ts';
import { JsonDocument, type Problem } from '../json/jsonDocument.ts';
import { launchErrors } from '../errors.ts';
import type { LaunchProfile, ProfileEntry } from './launchProfile.ts';

const optionalText = z.nullish(z.string());
const text = z.pipe(
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
  z.transform((value) => String(value ?? '')),
);

/** The whole file. Each profile is validated separately. */
export const launchSettingsSchema = z.looseObject({
  profiles: z.nullish(z.record(z.string(), z.unknown())),
});

const profileSchema = z.object({
  commandName: optionalText,
  commandLineArgs: optionalText,
  workingDirectory: optionalText,
  applicationUrl: optionalText,
  launchBrowser: z.nullish(z.boolean()),
  launchUrl: optionalText,
  environmentVariables: z.nullish(z.record(z.string(), text)),
});

/** Other commands ignore the path, so any value is valid there. */
const executableSchema = z.extend(profileSchema, {
  commandName: z.literal('Executable'),
  executablePath: optionalText,
});

type ProfileJson = z.infer<typeof profileSchema> & { readonly executablePath?: string | null };

/** A file of launch settings, which locates errors. */
interface SettingsFile {
  readonly file: string;
  readonly document: JsonDocument;
}

/**
 * Parses launch settings, which may contain comments and trailing commas. Each profile is validated
 * separately. Throws a HumanError with the position if the text can't be parsed.
 */
export function parseLaunchSettings(file: string, content: string): readonly ProfileEntry[] {
  const settings = { file, document: new JsonDocument(content) };
  const [syntax] = settings.document.syntaxProblems();
  if (syntax !== undefined) throw broken(file, syntax);
  const result = launchSettingsSchema.safeParse(settings.document.value);
  if (!result.success) throw schemaError(settings, [], result.error);
  const profiles = Object.entries(result.data.profiles ?? {});
  return profiles.map(([name, value]) => toEntry(name, value, settings));
}

/** Returns the schema for a profile. */
export function profileSchemaFor(
  commandName: unknown,
): typeof profileSchema | typeof executableSchema {
  return commandName === 'Executable' ? executableSchema : profileSchema;
}

function toEntry(name: string, value: unknown, settings: SettingsFile): ProfileEntry {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'other', name };
  }
  const given = (value as { readonly commandName?: unknown }).commandName;
  const commandName = typeof given === 'string' ? given : '';
  const result = profileSchemaFor(commandName).safeParse(value);
  if (!result.success) {
    const error = schemaError(settings, ['profiles', name], result.error);
    return { kind: 'broken', name, commandName, error };
  }
  const profile = toProfile(name, dirname(settings.file), result.data);
  return { kind: 'profile', name, profile };
}

function toProfile(name: string, settingsFolder: string, json: ProfileJson): LaunchProfile {
  const { commandLineArgs, workingDirectory, executablePath, launchUrl } = json;
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
    environmentVariables: json.environmentVariables ?? {},
  };
}

/** `below` is the path of the validated value. */
function schemaError(
  { document, file }: SettingsFile,
  below: readonly string[],
  error: z.core.$ZodError,
): HumanError {
  const [finding = { path: below, message: error.message }] = toFindings(error, below);
  return broken(file, document.locate(finding));
}

function broken(file: string, { column, line, message, path }: Problem): HumanError {
  const problem = path === '' ? message : `${path}: ${message}`;
  const place = `line ${line}, column ${column}`;
  return launchErrors.LaunchSettingsBroken({ file, problem, place });
}
