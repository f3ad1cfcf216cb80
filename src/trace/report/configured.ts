import { isDeepStrictEqual } from 'node:util';
import { isSettingName, readDefault, toShownValue } from '../../common/settings.ts';
import { choose, type Fact, harmless, label } from './harmless.ts';
import type { Section } from './report.ts';
import { choices } from './vocabulary.ts';

/** A value of a setting that the user has set. */
export interface ConfiguredSetting {
  /** Without the section. */
  readonly name: string;
  readonly place: (typeof choices.places)[number];
  readonly value: unknown;
}

/** The options that a headless host was started with: the value of numbers, `true` for all others. */
export type GivenOptions = Readonly<
  Partial<Record<(typeof choices.serveOptions)[number], boolean | number>>
>;

/** Describes the options of a headless host, which has no settings. */
export function describeOptions(given: GivenOptions): Section {
  const rows = choices.serveOptions.flatMap((name): (readonly Fact[])[] => {
    const { [name]: value = false } = given;
    return value === false ? [] : [[choose('serveOptions', name), value, label('commandLine')]];
  });
  return { kind: 'settings', rows };
}

/** Describes the settings that differ from their defaults. Values are shown where the setting takes only switches, numbers or choices. */
export function describeSettings(settings: readonly ConfiguredSetting[]): Section {
  const rows = settings.flatMap(({ name, place, value }): (readonly Fact[])[] => {
    if (!isSettingName(name) || isDeepStrictEqual(value, readDefault(name))) return [];
    const shown = toShownValue(name, value);
    const fact = typeof shown === 'string' ? harmless(shown) : shown;
    return [[harmless(name), fact ?? label('set'), choose('places', place)]];
  });
  return { kind: 'settings', rows };
}
