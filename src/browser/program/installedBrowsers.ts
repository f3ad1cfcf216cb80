import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { programEnvironment } from '../../launch/environment.ts';
import { type BrowserKind, browserKinds, type LaunchContext } from '../../launch/launchPlan.ts';
import { type FoundBrowser, findBrowser, isExecutableFile } from './browsers.ts';

/** An installed browser. */
export interface InstalledBrowser {
  readonly kind: BrowserKind;
  /** Empty if it is unknown. */
  readonly version: string;
}

/** How long a browser may take to say its version, in milliseconds. */
const versionTimeout = 5_000;

/** Returns the browsers that sessions can use: the one in the settings, otherwise one of each kind. */
export async function findInstalledBrowsers(
  chosenPath: string | undefined,
  launchContext: LaunchContext,
): Promise<readonly InstalledBrowser[]> {
  const { platform } = launchContext;
  const environment = programEnvironment({ env: [] }, launchContext);
  const context = {
    platform,
    environment,
    chosenPath,
    homeFolder: homedir(),
    exists: isExecutableFile,
  };
  const find = (kind: BrowserKind): readonly FoundBrowser[] => {
    try {
      const found = findBrowser(kind, context);
      return found.substitutedFor === undefined ? [found] : [];
    } catch {
      return [];
    }
  };
  const kinds = chosenPath === undefined ? browserKinds : browserKinds.slice(0, 1);
  return Promise.all(
    kinds.flatMap(find).map(async ({ executable, kind }) => ({
      kind,
      version: await readVersion(executable, platform, environment),
    })),
  );
}

async function readVersion(
  executable: string,
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  try {
    const options = { env, timeout: versionTimeout };
    const text =
      // There, browsers open a window instead, but keep their files in a folder that is named by the version.
      platform === 'win32'
        ? (await readdir(dirname(executable))).filter((name) => /^[\d.]+$/.test(name)).join(' ')
        : (await promisify(execFile)(executable, ['--version'], options)).stdout;
    return /\d+(?:\.\d+)+/.exec(text)?.[0] ?? '';
  } catch {
    return '';
  }
}
