// The apps' folders in the suite blazorApps, shared by workspace and suite.

import { join } from 'node:path';

/** A folder whose path exceeds Windows' default limit. */
const deepFolder = join(
  ...Array.from({ length: 6 }, (_, index) => `${index}-${'deep'.repeat(11)}`),
);

export const apps = {
  /** A client for net11.0 that is served by the Gateway and has no debug proxy in its packages. */
  newest: 'Newest',
  /** A server and a client in Auto mode, see `release` in `appsWorkspace.ts`. */
  auto: join('Auto', 'Auto'),
  autoClient: join('Auto', 'Auto.Client'),
  /** A server and a client that runs in the page from the start. */
  web: join('Web', 'Web'),
  webClient: join('Web', 'Web.Client'),
  /** A client that loads an assembly on demand, and has a page that shows it in a frame. */
  shop: join(deepFolder, 'Shop'),
  visited: join(deepFolder, 'Visited'),
  /** A client with a service worker; its published files are in a folder beside it. */
  offline: 'Offline',
  published: join('published', 'wwwroot'),
} as const;

/** The file in the Auto app's server folder that lets it serve WebAssembly. */
export const release = 'release';
