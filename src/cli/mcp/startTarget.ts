import { toolErrors } from '../../host/tools/errors.ts';
import type { RunMode } from '../../protocol/launchConfigurations.ts';
import { listConfigurationNames, readNamedConfiguration } from '../start/launchJson.ts';
import type { SessionRequest } from '../start/sessionRequest.ts';
import { readTarget } from '../start/target.ts';

interface TargetOptions {
  /** The folders of the host's workspace. */
  readonly folders: readonly string[];
  readonly mode: RunMode;
  /** Whether projects and scripts can be started that are not in launch.json. */
  readonly isStartAllowed: boolean;
}

/**
 * Returns the request for what a model wants to start. The user can't be asked, so only entries of launch.json
 * can be started unless everything is allowed. Rejects with a HumanError.
 */
export async function readStartTarget(
  target: string,
  { folders, isStartAllowed, mode }: TargetOptions,
): Promise<SessionRequest> {
  const inFolders = folders.map((currentFolder) => ({
    currentFolder,
    mode,
    launchProfile: undefined,
  }));
  for (const options of inFolders) {
    const named = await readNamedConfiguration(target, options);
    if (named !== undefined) return named;
  }
  const names = folders.flatMap((folder) => listConfigurationNames(folder));
  if (!isStartAllowed) {
    const known = names.join(', ') || 'none, since launch.json has none';
    throw toolErrors.ToolTargetNotAllowed({ target, known });
  }
  for (const options of inFolders) {
    const found = await readTarget(target, options);
    if (found !== undefined) return found;
  }
  const known = [...names, 'the path of a project or script'].join(', ');
  throw toolErrors.ToolTargetUnknown({ target, known });
}
