import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';
import type { IdeSession } from '../../../protocol/ideSession.ts';
import { RecreationOnSave } from '../../../sessions/recreationOnSave.ts';
import type { Sessions } from '../../../sessions/sessions.ts';
import { settings } from '../../window/settings.ts';
import type { HotReloads } from '../hotReload/hotReloads.ts';

/** Recreates the sessions of a window when their files are saved in it, where the user wants that. */
export function recreateOnSave(
  sessions: Sessions,
  hotReloads: Pick<HotReloads, 'has'>,
  clock: Clock,
): Disposable {
  const recreation = new RecreationOnSave({
    sessions,
    clock,
    isWanted: (session) => !isBuiltByController(session) && !hotReloads.has(session.metadata.name),
  });
  const saving = vscode.workspace.onDidSaveTextDocument(async ({ uri }) => {
    if (uri.scheme !== 'file' || !settings.recreateOnSave.get(uri)) return;
    const { fsPath } = uri;
    recreation.saved(new Set([fsPath, await realpath(fsPath).catch(() => fsPath)]));
  });
  return {
    dispose() {
      saving.dispose();
      recreation.dispose();
    },
  };
}

/** Whether a restart would run the same build again. */
function isBuiltByController({ spec }: IdeSession): boolean {
  return spec.launchConfiguration['suppress_build'] === true;
}
