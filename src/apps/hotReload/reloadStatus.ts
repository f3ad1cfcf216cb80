import { basename } from 'node:path';
import { localize } from '../../common/localization.ts';
import { type FolderLink, openedPath } from '../../dotnet/files/folderLink.ts';
import type { LaunchStep } from '../../sessions/runner.ts';
import type { HotReloadStatus } from '../../wasm/hotReload/hotReloadPort.ts';

/** The status for a change of a file that takes effect only by a restart. */
export function toRestartStatus(file: string): HotReloadStatus {
  const message = localize('{file} has changed', { file: basename(file) });
  return { kind: 'restart', diagnostics: [{ code: '', message, severity: 'error' }] };
}

/** Names the files of a status as the user opened them. */
export function asOpened(status: HotReloadStatus, link: FolderLink | undefined): HotReloadStatus {
  if (!('diagnostics' in status)) return status;
  const diagnostics = status.diagnostics.map((one) => ({
    ...one,
    ...(one.place && { place: { ...one.place, path: openedPath(one.place.path, link) } }),
  }));
  return { ...status, diagnostics };
}

/** Returns what a trace has of a status. */
export function toReloadStep(status: HotReloadStatus): LaunchStep {
  return {
    kind: 'reloaded',
    result: status.kind,
    ...('milliseconds' in status && { milliseconds: status.milliseconds }),
    ...('diagnostics' in status && { problems: status.diagnostics.length }),
  };
}
