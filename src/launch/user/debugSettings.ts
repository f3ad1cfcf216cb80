import * as z from 'zod/mini';
import { text } from '../../protocol/schema.ts';
import type { DebugConfiguration, LaunchRequest } from '../launchPlan.ts';
import { parseSetting } from './settingFailure.ts';

const variable = z.union(
  [text, z.number(), z.boolean()],
  'must be a string, a number, true or false',
);

const entrySchema = z.looseObject({
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

/** What users add to debug configurations, by launch configuration type or debug type; entries are checked when they are used. */
export type DebugSettings = z.output<typeof schema>;

type Entry = z.output<typeof entrySchema>;

/** What is added to one debug configuration. */
export interface DebugAddition {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
}

/** Parses `ideSessionHost.debugConfigurations`. Throws a HumanError that names what is wrong in it. */
export function parseDebugSettings(value: unknown): DebugSettings {
  return parseSetting('debugConfigurations', schema, value);
}

/**
 * Whether any program gets another search path by these settings. Throws a HumanError for an entry
 * that is wrong.
 */
export function changesSearchPath(settings: DebugSettings): boolean {
  const names = Object.keys(settings).flatMap((type) =>
    Object.keys(entryOf(settings, type).env ?? {}),
  );
  return names.some((name) => /^PATH(EXT)?$/i.test(name));
}

/**
 * What is added for a launch configuration type, which goes before what is added for its debug type.
 * Throws a HumanError that names what is wrong in one of the two.
 */
export function additionFor(
  settings: DebugSettings,
  launchType: string,
  debugType: string | undefined,
): DebugAddition {
  const { env: ofDebugger, ...properties } = entryOf(settings, debugType);
  const { env: ofLaunch, ...others } = entryOf(settings, launchType);
  return { properties: { ...properties, ...others }, env: { ...ofDebugger, ...ofLaunch } };
}

/** A debug configuration with what users add: nothing of it is replaced. */
export function withAddition<T extends DebugConfiguration>(
  configuration: T,
  { properties }: DebugAddition,
): T {
  return { ...properties, ...configuration };
}

/** A program's environment with the variables that users add: over the inherited ones, under the request's. */
export function withAddedVariables(
  environment: Readonly<Record<string, string>>,
  { env }: DebugAddition,
  request: Pick<LaunchRequest, 'env'>,
): Record<string, string> {
  const asked = new Set(request.env.map(({ name }) => name));
  const added = Object.entries(env).filter(([name]) => !asked.has(name));
  return { ...environment, ...Object.fromEntries(added) };
}

function entryOf(settings: DebugSettings, type: string | undefined): Entry {
  if (type === undefined || !Object.hasOwn(settings, type)) return {};
  return parseSetting(`debugConfigurations.${type}`, entrySchema, settings[type]);
}
