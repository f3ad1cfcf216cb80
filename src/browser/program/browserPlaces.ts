import { posix, win32 } from 'node:path';
import type { BrowserKind } from '../../launch/launchPlan.ts';

/** The names of browsers for users. */
export const browserNames: Readonly<Record<BrowserKind, string>> = {
  chrome: 'Google Chrome',
  msedge: 'Microsoft Edge',
  chromium: 'Chromium',
};

interface PlaceContext {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
}

/** Returns the possible executables of a browser, likelier ones first. */
export function browserPlaces(kind: BrowserKind, context: PlaceContext): readonly string[] {
  if (context.platform === 'win32') return windowsPlaces(kind, context);
  return context.platform === 'darwin' ? macPlaces(kind, context) : linuxPlaces(kind, context);
}

/** Returns the folders of PATH. */
export function listPathFolders({ environment, platform }: PlaceContext): readonly string[] {
  const [path, delimiter] =
    platform === 'win32'
      ? [variable(environment, 'PATH'), win32.delimiter]
      : [environment['PATH'], posix.delimiter];
  return (path ?? '').split(delimiter).filter((folder) => folder !== '');
}

/** The command names, with that of the flatpak last, and the path of the package's executable. */
const linuxNames: Readonly<Record<BrowserKind, readonly string[]>> = {
  chrome: ['google-chrome', 'google-chrome-stable', 'google-chrome-beta', 'com.google.Chrome'],
  msedge: ['microsoft-edge', 'microsoft-edge-stable', 'microsoft-edge-beta', 'com.microsoft.Edge'],
  chromium: ['chromium', 'chromium-browser', 'org.chromium.Chromium'],
};

const linuxPackages: Readonly<Record<BrowserKind, readonly string[]>> = {
  chrome: ['/opt/google/chrome/chrome', '/opt/google/chrome-beta/chrome'],
  msedge: ['/opt/microsoft/msedge/msedge', '/opt/microsoft/msedge-beta/msedge'],
  chromium: ['/usr/lib/chromium/chromium', '/opt/chromium/chromium'],
};

function linuxPlaces(kind: BrowserKind, context: PlaceContext): readonly string[] {
  // PATH may be incomplete if the editor was not started from a shell.
  const folders = [
    ...listPathFolders(context),
    '/usr/local/bin',
    '/usr/bin',
    '/snap/bin',
    '/var/lib/flatpak/exports/bin',
    posix.join(context.homeFolder, '.local/share/flatpak/exports/bin'),
  ];
  const named = linuxNames[kind].flatMap((name) =>
    folders.map((folder) => posix.join(folder, name)),
  );
  return [...new Set(named), ...linuxPackages[kind]];
}

const macNames: Readonly<Record<BrowserKind, readonly string[]>> = {
  chrome: ['Google Chrome', 'Google Chrome Beta', 'Google Chrome Dev', 'Google Chrome Canary'],
  msedge: ['Microsoft Edge', 'Microsoft Edge Beta', 'Microsoft Edge Dev', 'Microsoft Edge Canary'],
  chromium: ['Chromium'],
};

function macPlaces(kind: BrowserKind, { homeFolder }: PlaceContext): readonly string[] {
  const folders = ['/Applications', posix.join(homeFolder, 'Applications')];
  return macNames[kind].flatMap((name) =>
    folders.map((folder) => posix.join(folder, `${name}.app`, 'Contents', 'MacOS', name)),
  );
}

const windowsFiles: Readonly<Record<BrowserKind, readonly string[]>> = {
  chrome: ['Chrome', 'Chrome Beta', 'Chrome Dev', 'Chrome SxS'].map(
    (name) => `Google\\${name}\\Application\\chrome.exe`,
  ),
  msedge: ['Edge', 'Edge Beta', 'Edge Dev', 'Edge SxS'].map(
    (name) => `Microsoft\\${name}\\Application\\msedge.exe`,
  ),
  chromium: ['Chromium\\Application\\chrome.exe'],
};

const windowsRoots = ['ProgramFiles', 'ProgramW6432', 'ProgramFiles(x86)', 'LOCALAPPDATA'];

function windowsPlaces(kind: BrowserKind, { environment }: PlaceContext): readonly string[] {
  const roots = windowsRoots.flatMap((name) => variable(environment, name) ?? []);
  return windowsFiles[kind].flatMap((file) =>
    [...new Set(roots)].map((root) => win32.join(root, file)),
  );
}

/** Returns a variable on Windows, where names are case-insensitive. */
function variable(environment: PlaceContext['environment'], name: string): string | undefined {
  const wanted = name.toUpperCase();
  return Object.entries(environment).find(([key]) => key.toUpperCase() === wanted)?.[1];
}
