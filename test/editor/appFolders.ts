// Where the apps of the suite blazorApps are, for the workspace and the suite alike.

import { join } from 'node:path';

/** A folder whose path alone has more characters than Windows takes without being asked to. */
const deepFolder = join(
  ...Array.from({ length: 6 }, (_, index) => `${index}-${'deep'.repeat(11)}`),
);

export const apps = {
  /** A client for net11.0 that is served by the Gateway and has no debug proxy in its packages. */
  newest: 'Newest',
  /** A client that has a page that shows it in a frame. */
  shop: join(deepFolder, 'Shop'),
  /** A client with a service worker, whose published files are in a folder beside it. */
  offline: 'Offline',
  published: join('published', 'wwwroot'),
} as const;
