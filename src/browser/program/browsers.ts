import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import type { HumanError } from '../../common/humanError.ts';
import { type BrowserKind, browserKinds } from '../../launch/launchPlan.ts';
import { browserErrors } from '../errors.ts';
import { browserNames, browserPlaces, listPathFolders } from './browserPlaces.ts';

/** The context of a search for browsers. */
export interface BrowserContext {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  /** The path or command of the browser in the user's settings. */
  readonly chosenPath?: string | undefined;
  /** Whether there is an executable file at the path. */
  readonly exists: (path: string) => boolean;
}

/** An installed browser. */
export interface FoundBrowser {
  readonly kind: BrowserKind;
  readonly executable: string;
  /** The requested browser, if this one replaces it. */
  readonly substitutedFor?: BrowserKind;
}

/**
 * Finds the requested browser, or another compatible one. Throws a HumanError if the one in the settings is
 * missing (BrowserPathWrong) or none is installed (BrowserNotFound).
 */
export function findBrowser(
  wanted: BrowserKind | undefined,
  context: BrowserContext,
): FoundBrowser {
  if (context.chosenPath !== undefined) return getChosenBrowser(context.chosenPath, context);
  const installed = (kinds: readonly BrowserKind[]): readonly FoundBrowser[] =>
    kinds.flatMap((kind) =>
      browserPlaces(kind, context).map((executable) => ({ kind, executable })),
    );
  const path = context.environment['CHROME_PATH'];
  // The variable is for all programs, so an explicitly requested browser takes precedence.
  const candidates = [
    ...installed(wanted === 'msedge' ? [wanted] : []),
    ...(path ? [{ kind: getKind(path), executable: path }] : []),
    ...installed(wanted === undefined ? browserKinds : [wanted, ...browserKinds]),
  ];
  const found = candidates.find(({ executable }) => context.exists(executable));
  if (found === undefined) throw notFound(wanted, context);
  return wanted === undefined || found.kind === wanted
    ? found
    : { ...found, substitutedFor: wanted };
}

/** Whether this process may execute the file. */
export function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function getChosenBrowser(chosen: string, context: BrowserContext): FoundBrowser {
  const executable = getPaths(chosen, context).find(context.exists);
  if (executable !== undefined) return { kind: getKind(executable), executable };
  throw browserErrors.BrowserPathWrong({ path: chosen });
}

/** Returns the files that a setting may refer to: one in PATH, or the executable of an application bundle. */
function getPaths(chosen: string, context: BrowserContext): readonly string[] {
  const path = context.platform === 'win32' ? win32 : posix;
  if (!/[\\/]/.test(chosen)) {
    return listPathFolders(context).map((folder) => path.join(folder, chosen));
  }
  const file = chosen.replace(/^~(?=[\\/])/, () => context.homeFolder);
  const bundle = context.platform === 'darwin' && /([^/]+)\.app\/?$/.exec(file)?.[1];
  return bundle ? [path.join(file, 'Contents', 'MacOS', bundle)] : [file];
}

/** Guesses the kind of a browser from its file name. */
function getKind(path: string): BrowserKind {
  const name = win32.basename(path);
  if (/edge/i.test(name)) return 'msedge';
  return /chrome/i.test(name) ? 'chrome' : 'chromium';
}

function notFound(wanted: BrowserKind | undefined, context: BrowserContext): HumanError {
  const kinds = new Set([...(wanted === undefined ? [] : [wanted]), ...browserKinds]);
  const names = [...kinds].map((kind) => browserNames[kind]).join(', ');
  const path = context.environment['CHROME_PATH'];
  const variable = path ? ', nor at the path in CHROME_PATH' : '';
  const places = `${describeSearched(context.platform)}${variable}`;
  const installation = howToInstall(context.platform);
  return browserErrors.BrowserNotFound({ names, places, installation });
}

function describeSearched(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'in the program folders of this machine or this user';
  if (platform === 'darwin') return 'in /Applications or ~/Applications';
  return 'in PATH, in /opt, or installed with snap or flatpak';
}

function howToInstall(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'Install Microsoft Edge or Google Chrome.';
  if (platform === 'darwin') return 'Install Google Chrome or Microsoft Edge.';
  return 'Install one with the package manager, such as the package chromium.';
}
