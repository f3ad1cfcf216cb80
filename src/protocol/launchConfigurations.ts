import * as z from 'zod/mini';
import { longestName, shortText as text, shortTexts as texts } from './schema.ts';
import { schemaPhrases } from './schemaPhrases.ts';

const nonEmpty = text.check(z.minLength(1, schemaPhrases.empty()));
const optional = z.nullish(text);
const optionalList = z.nullish(texts);

/** `Debug` if absent (aspire `docs/specs/IDE-execution.md`, launch configurations). */
const mode = z.nullish(z.enum(['Debug', 'NoDebug']));

/** The properties of every launch configuration. Unknown properties are kept. */
export const launchConfigurationSchema = z.looseObject({ type: nonEmpty, mode });
export type AnyLaunchConfiguration = z.infer<typeof launchConfigurationSchema>;

/** Whether the schema of launch configurations accepts the value unchanged. */
export function isPlainLaunchConfiguration(value: unknown): value is AnyLaunchConfiguration {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const own = (name: string): unknown =>
    Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  const [type, runMode] = [own('type'), own('mode')];
  if (typeof type !== 'string' || type === '' || type.length > longestName) return false;
  return (
    !type.includes('\0') && (runMode === undefined || runMode === 'NoDebug' || runMode === 'Debug')
  );
}

const javaScript = {
  mode,
  script_path: optional,
  runtime_executable: optional,
  working_directory: optional,
  launch_method: z.nullish(z.enum(['direct', 'package-manager', ''])),
};

/** A .NET project that is built here or, depending on a property, by its controller. */
const project = {
  mode,
  project_path: nonEmpty,
  launch_profile: optional,
  disable_launch_profile: z.nullish(z.boolean()),
  build_configuration: optional,
  build_environment: z.nullish(z.record(text, text)),
  build_working_directory: optional,
  suppress_build: z.nullish(z.boolean()),
};

/** The launch configuration types that controllers send. Unknown properties are kept. */
export const launchConfigurationSchemas = {
  project: z.looseObject({ type: z.literal('project'), ...project }),
  'project-with-external-build.v1': z.looseObject({
    type: z.literal('project-with-external-build.v1'),
    ...project,
  }),
  python: z.looseObject({
    type: z.literal('python'),
    mode,
    program_path: optional,
    project_path: optional,
    module: optional,
    interpreter_path: optional,
    working_directory: optional,
  }),
  node: z.looseObject({ type: z.literal('node'), ...javaScript }),
  bun: z.looseObject({ type: z.literal('bun'), ...javaScript }),
  browser: z.looseObject({
    type: z.literal('browser'),
    mode,
    url: nonEmpty,
    web_root: optional,
    browser: optional,
  }),
  go: z.looseObject({
    type: z.literal('go'),
    mode,
    program: nonEmpty,
    working_directory: optional,
    build_flags: z.nullish(z.union([text, texts])),
  }),
  rust: z.looseObject({
    type: z.literal('rust'),
    mode,
    cargo: z.nullish(z.looseObject({ args: optionalList, executable_path: optional })),
    working_directory: optional,
  }),
  java: z.looseObject({
    type: z.literal('java'),
    mode,
    request: optional,
    main_class: optional,
    project_name: optional,
    class_paths: optionalList,
    vm_args: z.nullish(z.union([text, texts])),
    build_tool: optional,
    working_directory: optional,
  }),
  maui: z.looseObject({
    type: z.literal('maui'),
    mode,
    project_path: nonEmpty,
    target_framework: optional,
    platform: optional,
    device: optional,
    runtime_identifier: optional,
    msbuild_properties: z.nullish(z.record(z.string(), text)),
  }),
  'azure-functions': z.looseObject({
    type: z.literal('azure-functions'),
    mode,
    project_path: nonEmpty,
  }),
} as const;

export type LaunchConfigurationType = keyof typeof launchConfigurationSchemas;

/** A parsed launch configuration of type `T`. */
export type LaunchConfiguration<T extends LaunchConfigurationType = LaunchConfigurationType> =
  z.infer<(typeof launchConfigurationSchemas)[T]>;

export type RunMode = 'Debug' | 'NoDebug';

/** Returns the mode of a launch configuration; `Debug` if it has none. */
export function getMode(configuration: { mode?: RunMode | null | undefined }): RunMode {
  return configuration.mode ?? 'Debug';
}
