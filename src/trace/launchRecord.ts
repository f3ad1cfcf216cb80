import * as z from 'zod/mini';
import { reloadResults } from '../sessions/runner.ts';
import { count, desiredState, launchType, milliseconds, placeholders, runMode } from './values.ts';

// What traces have of a launch: the shape of its configuration, with placeholders for all names, its hot reload and its page.

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
const recordedArgument = z.union([word, placeholder, recordedPath]);
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
const recordedLaunch = z.strictObject({
  mode: z.optional(runMode),
  ...optional(launchProperties.path, path),
  ...optional(launchProperties.text, text),
  ...optional(launchProperties.argument, recordedArgument),
  ...optional(launchProperties.address, address),
  ...optional(launchProperties.flag, z.boolean()),
  ...optional(launchProperties.list, list),
});

export type RecordedLaunch = z.infer<typeof recordedLaunch>;

const { controller, session } = placeholders;

/** What a record of a requested session has. */
export const createFields = {
  session,
  owner: z.enum(['controller', 'user', 'api', 'host']),
  controller: z.optional(controller),
  type: launchType,
  mode: runMode,
  program: z.optional(z.union([placeholders.path, placeholders.address])),
  /** What the launch mapping takes, with placeholders for all names. */
  launch: z.optional(recordedLaunch),
  intent: z.optional(z.enum(['app', 'controller', 'attach'])),
  workspace: z.optional(z.union([recordedPath, placeholders.path])),
  arguments: z.optional(z.array(recordedArgument)),
  /** How many variables the request sets. */
  variables: count,
  desired: desiredState,
  /** Whether another host runs it. */
  elsewhere: z.optional(z.boolean()),
  /** Whether it was prepared ahead, and this request gets it. */
  isClaim: z.optional(z.boolean()),
};

/** What a record of changes has that reach hot reload. */
export const changedFields = {
  session,
  /** What tells of them, or has asked for them to be applied. */
  by: z.enum(['editor', 'watch', 'command']),
  files: count,
};

/** What a record of the result of a hot reload has. */
export const reloadedFields = {
  session,
  result: z.enum(reloadResults),
  /** Since the changes were saved, if they run. */
  milliseconds: z.optional(milliseconds),
  /** How many errors and warnings the compiler has told. */
  problems: z.optional(count),
};

/** What a record of a page has that was asked for. */
export const pageFields = {
  session,
  result: z.enum(['taken', 'missed']),
  /** How long the launch has waited. */
  milliseconds,
};

function optional<const Name extends string, Schema extends z.ZodMiniType>(
  properties: readonly Name[],
  schema: Schema,
): Record<Name, z.ZodMiniOptional<Schema>> {
  const entries = properties.map((property) => [property, z.optional(schema)]);
  return Object.fromEntries(entries) as Record<Name, z.ZodMiniOptional<Schema>>;
}
