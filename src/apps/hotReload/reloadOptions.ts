import { definePhrases } from '../../common/phrases.ts';
import { dotnetErrors } from '../../dotnet/errors.ts';
import type { ProjectChoice } from '../../dotnet/evaluate/evaluation.ts';
import type { Dotnet } from '../../dotnet/sdk/sdk.ts';
import type { BuildSettings } from '../../launch/launchPlan.ts';
import type { UpdatablePage } from '../../wasm/hotReload/pageHotReload.ts';
import type { UpdateJournal } from '../../wasm/hotReload/updateJournal.ts';
import type { PageLaunch } from '../launch.ts';
import type { RefreshablePage } from './assetReload.ts';
import type { AppProject } from './changedFiles.ts';
import type { ReloadingOptions, ReloadListener } from './reloading.ts';

const phrases = definePhrases({ noCall: 'it does not tell how it compiles the app' });

/** Dependencies of hot reload in one launch. */
export interface ReloadOptions extends ReloadingOptions {
  readonly dotnet: Dotnet;
  readonly launch: Pick<PageLaunch, 'events' | 'host' | 'live' | 'scope'>;
}

/** Dependencies of what compiles and applies changes. */
export interface ReloadStartOptions extends ReloadOptions, ReloadListener {
  readonly build: BuildSettings;
  readonly page: UpdatablePage & { capabilities: () => Promise<readonly string[]> };
  /** What shows changed styles and images; absent if nothing does before a page is loaded again. */
  readonly assets: RefreshablePage | undefined;
  /** Creates the journal of updates of the assemblies with these symbols. */
  readonly createJournal: (symbols: ReadonlyMap<string, Buffer>) => UpdateJournal;
}

/** Returns how a project of an app is built. */
export function toProjectChoice(
  { targetFramework }: AppProject,
  build: BuildSettings,
): ProjectChoice {
  return { ...build, ...(targetFramework !== undefined && { targetFramework }) };
}

/** The error for a project of which MSBuild does not tell how it is compiled. */
export function noCall(): Error {
  return dotnetErrors.HotReloadUnavailable({ reason: phrases.noCall() });
}
