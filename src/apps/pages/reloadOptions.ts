import { definePhrases } from '../../common/phrases.ts';
import { dotnetErrors } from '../../dotnet/errors.ts';
import type { ProjectChoice } from '../../dotnet/evaluate/evaluation.ts';
import type { FolderLink } from '../../dotnet/files/folderLink.ts';
import type { Dotnet } from '../../dotnet/sdk/sdk.ts';
import type { BuildSettings } from '../../launch/launchPlan.ts';
import type { HotReloadStatus, HotReloadUser } from '../../wasm/hotReload/hotReloadPort.ts';
import type { HotReloadHandlers } from '../../wasm/debugProxy/relay/handlers/hotReload/hotReloadHandlers.ts';
import type { UpdatablePage } from '../../wasm/hotReload/pageHotReload.ts';
import type { PageLaunch } from '../launch.ts';
import type { RefreshablePage } from './assetReload.ts';
import type { AppProject } from './changedFiles.ts';

const phrases = definePhrases({ noCall: 'it does not tell how it compiles the app' });

/** Dependencies of hot reload in a page. */
export interface PageReloadingOptions {
  readonly user: HotReloadUser;
  /** Whether the debugger is connected through relays. */
  readonly isRelayed: boolean;
  /** The settings with which the client is built; absent if others build it. */
  readonly build: BuildSettings | undefined;
  /** Its part in the relays. */
  readonly handlers: HotReloadHandlers;
  readonly link: FolderLink | undefined;
  readonly dotnet: Dotnet;
  readonly launch: Pick<PageLaunch, 'events' | 'host' | 'live' | 'scope'>;
}

/** Dependencies of what compiles and applies changes. */
export interface ReloadStartOptions extends PageReloadingOptions {
  readonly build: BuildSettings;
  readonly page: UpdatablePage &
    RefreshablePage & { capabilities: () => Promise<readonly string[]> };
  readonly told: (status: HotReloadStatus) => void;
  /** Called with files of which the page has the present contents. */
  readonly taken: (files: readonly string[]) => void;
}

/** Returns how a project of an app is built. */
export function choiceFor({ targetFramework }: AppProject, build: BuildSettings): ProjectChoice {
  return { ...build, ...(targetFramework !== undefined && { targetFramework }) };
}

/** The error for a project of which MSBuild does not tell how it is compiled. */
export function noCall(): Error {
  return dotnetErrors.HotReloadUnavailable({ reason: phrases.noCall() });
}
