import { homedir } from 'node:os';
import type { SettingReader } from '../../common/settings.ts';
import { programEnvironment } from '../../launch/environment.ts';
import type { BrowserKind, LaunchContext } from '../../launch/launchPlan.ts';
import { browserKind, emptyToUndefined } from '../../launch/properties.ts';
import type { HeadlessChoice } from './browserFlags.ts';
import type { BrowserPlan } from './browserProgram.ts';
import { findBrowser, isExecutableFile } from './browsers.ts';
import { readDisplayEnvironment } from './displayEnvironment.ts';

/** The user's browser settings. */
export interface BrowserSettings {
  readonly kind: BrowserKind | undefined;
  readonly path: string | undefined;
  /** The folder of a persistent profile; if absent, each session has a fresh one. */
  readonly profileFolder: string | undefined;
  readonly arguments: readonly string[];
  readonly headless: HeadlessChoice;
}

export function readBrowserSettings(read: SettingReader): BrowserSettings {
  return {
    kind: browserKind(read('blazor.browser')),
    path: emptyToUndefined(read('blazor.browserPath')),
    profileFolder: emptyToUndefined(read('blazor.browserProfile')),
    arguments: read('blazor.browserArguments'),
    headless: read('showPage') === 'always' ? 'always' : read('blazor.headless'),
  };
}

/** Chooses the browser to start: the requested one, otherwise that of the settings, otherwise any. Throws a HumanError. */
export async function planBrowser(
  wanted: BrowserKind | undefined,
  settings: BrowserSettings,
  context: LaunchContext,
): Promise<BrowserPlan> {
  const environment = programEnvironment({ env: [] }, context);
  const browser = findBrowser(wanted ?? settings.kind, {
    platform: context.platform,
    environment,
    homeFolder: homedir(),
    chosenPath: settings.path,
    exists: isExecutableFile,
  });
  const { profileFolder } = settings;
  return {
    browser,
    profile:
      profileFolder === undefined ? { kind: 'fresh' } : { kind: 'kept', folder: profileFolder },
    headless: settings.headless,
    extraArguments: settings.arguments,
    environment,
    display: await readDisplayEnvironment(environment, context.platform),
  };
}
