import * as z from 'zod/mini';
import { runMode } from './values.ts';

// What traces have of a launch configuration: its shape, with placeholders for all names.

/** Texts that are recorded as they are, since launch types know them. */
export const launchWords = [
  '',
  'run',
  'build',
  'attach',
  'launch',
  'direct',
  'package-manager',
  'Debug',
  'Release',
  'chrome',
  'msedge',
  'chromium',
] as const;

/** Names of files that are recorded as they are, and extensions that are kept. */
const names = ['node', 'npm', 'pnpm', 'yarn', 'bun', 'python', 'python3', 'dotnet'];
const extensions = [
  'cs',
  'csproj',
  'fsproj',
  'vbproj',
  'js',
  'cjs',
  'mjs',
  'ts',
  'py',
  'go',
  'java',
  'jar',
  'exe',
  'dll',
];
export const knownNames: ReadonlySet<string> = new Set(names);
export const knownExtensions: ReadonlySet<string> = new Set(extensions);

const name = `(?:name-[1-9]\\d*|${names.join('|')})(?:\\.(?:${extensions.join('|')}))?`;
const segment = `(?:\\.{1,2}|${name})`;

/** A path whose names are replaced, each by its own placeholder, so that paths keep their relations. */
export const recordedPath = z
  .string()
  .check(z.regex(new RegExp(`^(?:/|/?${segment}(?:/${segment})*)$`)));
const word = z.enum(launchWords);
const placeholder = z.string().check(z.regex(/^argument-[1-9]\d*$/));
const text = z.union([word, placeholder]);

/** An argument of a program. */
export const recordedArgument = z.union([word, placeholder, recordedPath]);
const list = z.array(recordedArgument);
const path = z.union([z.literal(''), recordedPath]);
/** Only the scheme of an address is kept. */
const address = z.union([z.string().check(z.regex(/^https?:\/\/address-[1-9]\d*$/)), text]);

/** The properties that are recorded, by what they contain. */
export const launchProperties = {
  path: [
    ...(['project_path', 'script_path', 'program_path', 'program', 'runtime_executable'] as const),
    ...(['interpreter_path', 'working_directory', 'build_working_directory'] as const),
    ...(['web_root', 'cargo_executable'] as const),
  ],
  text: [
    ...(['launch_method', 'launch_profile', 'build_configuration', 'browser', 'module'] as const),
    ...(['project_name', 'build_tool', 'request', 'target_framework', 'platform'] as const),
    ...(['device', 'runtime_identifier'] as const),
  ],
  /** A path or a name. */
  argument: ['main_class'] as const,
  address: ['url'] as const,
  flag: ['disable_launch_profile', 'suppress_build'] as const,
  list: ['build_flags', 'vm_args', 'class_paths', 'cargo_args'] as const,
};

/** A launch configuration without its type. */
export const recordedLaunch = z.strictObject({
  mode: z.optional(runMode),
  ...optional(launchProperties.path, path),
  ...optional(launchProperties.text, text),
  ...optional(launchProperties.argument, recordedArgument),
  ...optional(launchProperties.address, address),
  ...optional(launchProperties.flag, z.boolean()),
  ...optional(launchProperties.list, list),
});

export type RecordedLaunch = z.infer<typeof recordedLaunch>;

function optional<const Name extends string, Schema extends z.ZodMiniType>(
  properties: readonly Name[],
  schema: Schema,
): Record<Name, z.ZodMiniOptional<Schema>> {
  const entries = properties.map((property) => [property, z.optional(schema)]);
  return Object.fromEntries(entries) as Record<Name, z.ZodMiniOptional<Schema>>;
}
