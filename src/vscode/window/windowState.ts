import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { type Log, getMessage } from '../../common/log.ts';
import { readHostState } from '../../host/state/hostState.ts';

/**
 * Returns the state file that lets controllers reconnect after a reload or a crash, for windows with a folder
 * or workspace; `undefined` for other windows, or if the file can't be used.
 */
export async function windowStateFile(
  { storageUri }: vscode.ExtensionContext,
  log: Log,
): Promise<string | undefined> {
  if (storageUri?.scheme !== 'file') return undefined;
  const path = join(storageUri.fsPath, 'endpoint.json');
  try {
    await mkdir(storageUri.fsPath, { recursive: true });
    readHostState(path);
    return path;
  } catch (error) {
    log.warn(`Controllers won't reconnect to this window after a reload: ${getMessage(error)}`);
    return undefined;
  }
}
