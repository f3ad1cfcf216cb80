import * as z from 'zod/mini';
import { text } from '../../protocol/schema.ts';
import type { DebugConfiguration, LaunchRequest } from '../launchPlan.ts';
import { parseSetting } from './settingFailure.ts';

const variable = z.union(
  [text, z.number(), z.boolean()],
  'must be a string, a number, true or false',
);

/** An entry for one launch configuration type or debug type. */
export const debugEntrySchema = z.looseObject({
  env: z.optional(
    z.pipe(
      z.record(text, variable),
      z.transform((env) =>
        Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)])),
      ),
    ),
  ),
});

const schema = z.record(z.string(), z.unknown());

/** Properties that users add to debug configurations, by launch configuration type or debug type. Entries are validated when they are used. */
export type DebugSettings = z.output<typeof schema>;

type Entry = z.output<typeof debugEntrySchema>;

/** The properties to add to one debug configuration. */
export interface DebugAddition {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
}

/** Parses `ideSessionHost.debugConfigurations`. Throws a HumanError that names the problems. */
export function parseDebugSettings(value: unknown): DebugSettings {
  return parseSetting('debugConfigurations', schema, value);
}

/**
 * Whether these settings change the search path of any program. Throws a HumanError for an invalid entry.
 */
export function changesSearchPath(settings: DebugSettings): boolean {
  const names = Object.keys(settings).flatMap((type) =>
    Object.keys(getEntry(settings, type).env ?? {}),
  );
  return names.some((name) => /^PATH(EXT)?$/i.test(name));
}

/**
 * Returns the properties for a launch configuration type, which override those for its debug type.
 * Throws a HumanError that names the problems.
 */
export function getAddition(
  settings: DebugSettings,
  launchType: string,
  debugType: string | undefined,
): DebugAddition {
  const { env: ofDebugger, ...properties } = getEntry(settings, debugType);
  const { env: ofLaunch, ...others } = getEntry(settings, launchType);
  return { properties: { ...properties, ...others }, env: { ...ofDebugger, ...ofLaunch } };
}

/** Adds properties to a debug configuration without replacing any. */
export function withAddition<T extends DebugConfiguration>(
  configuration: T,
  { properties }: DebugAddition,
): T {
  return { ...properties, ...configuration };
}

/** Adds variables to an environment. They override inherited variables and are overridden by those of the request. */
export function withAddedVariables(
  environment: Readonly<Record<string, string>>,
  { env }: DebugAddition,
  request: Pick<LaunchRequest, 'env'>,
): Record<string, string> {
  const asked = new Set(request.env.map(({ name }) => name));
  const added = Object.entries(env).filter(([name]) => !asked.has(name));
  return { ...environment, ...Object.fromEntries(added) };
}

function getEntry(settings: DebugSettings, type: string | undefined): Entry {
  if (type === undefined || !Object.hasOwn(settings, type)) return {};
  return parseSetting(`debugConfigurations.${type}`, debugEntrySchema, settings[type]);
}
