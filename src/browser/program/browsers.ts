import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import type { HumanError } from '../../common/humanError.ts';
import { type BrowserKind, browserKinds } from '../../launch/launchPlan.ts';
import { browserErrors } from '../errors.ts';
import { browserNames, browserPlaces, foldersOfPath } from './browserPlaces.ts';

/** What finding a browser depends on. */
export interface BrowserContext {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  /** The browser that the user's setting names, by its path or its name in PATH. */
  readonly chosenPath?: string | undefined;
  /** Whether there is a file at the path that can be executed. */
  readonly exists: (path: string) => boolean;
}

/** An installed browser. */
export interface FoundBrowser {
  readonly kind: BrowserKind;
  readonly executable: string;
  /** The browser that was asked for, where this one stands in for it. */
  readonly substitutedFor?: BrowserKind;
}

/**
 * Finds the wanted browser, or another one that works the same way. Throws a HumanError if the one that
 * the user chose is missing (BrowserPathWrong) or none is installed (BrowserNotFound).
 */
export function findBrowser(
  wanted: BrowserKind | undefined,
  context: BrowserContext,
): FoundBrowser {
  if (context.chosenPath !== undefined) return chosenBrowser(context.chosenPath, context);
  const installed = (kinds: readonly BrowserKind[]): readonly FoundBrowser[] =>
    kinds.flatMap((kind) =>
      browserPlaces(kind, context).map((executable) => ({ kind, executable })),
    );
  const path = context.environment['CHROME_PATH'];
  // The variable names a browser for all programs, so what is asked for by name goes before it.
  const candidates = [
    ...installed(wanted === 'msedge' ? [wanted] : []),
    ...(path ? [{ kind: kindOf(path), executable: path }] : []),
    ...installed(wanted === undefined ? browserKinds : [wanted, ...browserKinds]),
  ];
  const found = candidates.find(({ executable }) => context.exists(executable));
  if (found === undefined) throw notFound(wanted, context);
  return wanted === undefined || found.kind === wanted
    ? found
    : { ...found, substitutedFor: wanted };
}

/** Whether there is a file at the path that this process may execute. */
export function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function chosenBrowser(chosen: string, context: BrowserContext): FoundBrowser {
  const executable = pathsOf(chosen, context).find(context.exists);
  if (executable !== undefined) return { kind: kindOf(executable), executable };
  throw browserErrors.BrowserPathWrong({ path: chosen });
}

/** The files that the user may mean: one in PATH, or what an application bundle holds. */
function pathsOf(chosen: string, context: BrowserContext): readonly string[] {
  const path = context.platform === 'win32' ? win32 : posix;
  if (!/[\\/]/.test(chosen)) {
    return foldersOfPath(context).map((folder) => path.join(folder, chosen));
  }
  const file = chosen.replace(/^~(?=[\\/])/, () => context.homeFolder);
  const bundle = context.platform === 'darwin' && /([^/]+)\.app\/?$/.exec(file)?.[1];
  return bundle ? [path.join(file, 'Contents', 'MacOS', bundle)] : [file];
}

/** The kind by the name of the file, since any Chromium-based browser may stand anywhere. */
function kindOf(path: string): BrowserKind {
  const name = win32.basename(path);
  if (/edge/i.test(name)) return 'msedge';
  return /chrome/i.test(name) ? 'chrome' : 'chromium';
}

function notFound(wanted: BrowserKind | undefined, context: BrowserContext): HumanError {
  const kinds = new Set([...(wanted === undefined ? [] : [wanted]), ...browserKinds]);
  const names = [...kinds].map((kind) => browserNames[kind]).join(', ');
  const path = context.environment['CHROME_PATH'];
  const variable = path ? ', nor at the path in CHROME_PATH' : '';
  const places = `${searched(context.platform)}${variable}`;
  const installation = howToInstall(context.platform);
  return browserErrors.BrowserNotFound({ names, places, installation });
}

function searched(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'in the program folders of this machine or this user';
  if (platform === 'darwin') return 'in /Applications or ~/Applications';
  return 'in PATH, in /opt, or installed with snap or flatpak';
}

function howToInstall(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'Install Microsoft Edge or Google Chrome.';
  if (platform === 'darwin') return 'Install Google Chrome or Microsoft Edge.';
  return 'Install one with the package manager, such as the package chromium.';
}
