import manifest from '../../package.json' with { type: 'json' };

const section = 'ideSessionHost';
const properties = manifest.contributes.configuration.properties;

type Properties = typeof properties;
type InSection<Key> = Key extends `ideSessionHost.${infer Name}` ? Name : never;

/** The name of a setting without the section `ideSessionHost`. */
export type SettingName = InSection<keyof Properties>;

/** The allowed values of enum settings, from package.json. */
export const settingChoices = {
  runMode: ['Debug', 'NoDebug'],
  withoutDebugger: ['run', 'refuse'],
  hotReload: ['onSave', 'manual', 'off'],
  trace: ['off', 'ring', 'on'],
  showPage: ['auto', 'always', 'never'],
  'blazor.browser': ['auto', 'chrome', 'msedge', 'chromium'],
  'blazor.headless': ['auto', 'always', 'never'],
  'blazor.debugger': ['auto', 'javascript', 'csharp'],
} as const satisfies Partial<Record<SettingName, readonly string[]>>;

type Choices = typeof settingChoices;
type Default<Name extends SettingName> = Properties[`ideSessionHost.${Name}`]['default'];

/** The type of a setting's value. Object settings are parsed where they are used. */
type SettingValue<Name extends SettingName> = Name extends keyof Choices
  ? Choices[Name][number]
  : Default<Name> extends readonly unknown[]
    ? readonly string[]
    : Default<Name> extends boolean | number | string
      ? Default<Name>
      : unknown;

/** Returns the effective value of a setting. */
export type SettingReader = <Name extends SettingName>(name: Name) => SettingValue<Name>;

/** The part of a setting's schema in package.json that is used here. */
interface SettingSchema {
  readonly type: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/**
 * Creates a reader of settings. `configured` returns the configured value, `undefined` if there is none.
 * A value of the wrong type, or one that is not allowed, is replaced by the default; a number that is out
 * of range by the nearest bound.
 */
export function createSettingReader(configured: (name: SettingName) => unknown): SettingReader {
  return <Name extends SettingName>(name: Name) => {
    const schema: SettingSchema = properties[`${section}.${name}` as keyof Properties];
    return conform(schema, configured(name)) as SettingValue<Name>;
  };
}

/** Reads the default values of settings. */
export const readDefault: SettingReader = createSettingReader(() => undefined);

/** The names of all settings. */
export const settingNames = Object.keys(properties).map((key) =>
  key.slice(section.length + 1),
) as readonly SettingName[];

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(properties, `${section}.${name}`);
}

/** Returns a value that can be shown to anybody, since the setting takes only switches, numbers or choices; otherwise `undefined`. */
export function toShownValue(
  name: SettingName,
  value: unknown,
): boolean | number | string | undefined {
  const schema: SettingSchema = properties[`${section}.${name}`];
  const isShown = ['boolean', 'integer', 'number'].includes(schema.type) || schema.enum;
  if (!isShown || conform(schema, value) !== value) return undefined;
  return value as boolean | number | string;
}

/**
 * Explains what is wrong with the value of a setting without the section; `undefined` if it is valid. Entries
 * of object settings are not validated.
 */
export function settingProblem(name: string, value: unknown): string | undefined {
  const key = `${section}.${name}`;
  if (!Object.hasOwn(properties, key)) return 'there is no such setting';
  const schema: SettingSchema = properties[key as keyof Properties];
  if (schema.type === 'object') return isObject(value) ? undefined : 'must be an object';
  if (conform(schema, value) === value) return undefined;
  const { enum: choices, maximum, minimum, type } = schema;
  if (choices !== undefined) return `must be one of ${choices.join(', ')}`;
  const bounds = [
    minimum === undefined ? [] : [`at least ${minimum}`],
    maximum === undefined ? [] : [`at most ${maximum}`],
  ].flat();
  return [`must be ${typeNames[type] ?? type}`, ...bounds].join(', ');
}

const typeNames: Readonly<Record<string, string>> = {
  array: 'a list of strings',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  string: 'a string',
};

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function conform(schema: SettingSchema, value: unknown): unknown {
  switch (schema.type) {
    case 'object':
      return value ?? schema.default;
    case 'array':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? value
        : schema.default;
    case 'number':
    case 'integer':
      return typeof value === 'number' && Number.isFinite(value)
        ? withinBounds(schema, value)
        : schema.default;
    default:
      return typeof value === schema.type && isChoice(schema, value) ? value : schema.default;
  }
}

function isChoice({ enum: choices }: SettingSchema, value: unknown): boolean {
  return choices?.some((choice) => choice === value) ?? true;
}

function withinBounds({ maximum, minimum, type }: SettingSchema, value: number): number {
  const bounded = Math.min(maximum ?? Infinity, Math.max(minimum ?? -Infinity, value));
  return type === 'integer' ? Math.trunc(bounded) : bounded;
}
