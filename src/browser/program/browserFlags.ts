import type { DisplayEnvironment } from './displayEnvironment.ts';

/** Whether the browser runs without a window; `auto` does so where there is no display. */
export type HeadlessChoice = 'auto' | 'always' | 'never';

/** What is wanted of a browser, as far as its command line tells it. */
export interface BrowserFlagOptions {
  readonly profileFolder: string;
  /** A kept profile's passwords stay where the user's keychain has them. */
  readonly profileKind: 'fresh' | 'kept';
  readonly devTools: 'open' | 'none';
  readonly headless: HeadlessChoice;
  /** The user's own; they win over ours. */
  readonly extraArguments: readonly string[];
  /** The address that it opens. */
  readonly page: string;
}

/** Nothing that a session needs: offers, updates, reports and the browser's own traffic. */
const quietFlags = [
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--no-service-autorun',
  '--metrics-recording-only',
  '--hide-crash-restore-bubble',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
];

/** A page in the background runs as fast as one in front, since the editor covers it. */
const fullSpeedFlags = [
  '--disable-backgrounding-occluded-windows',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
];

/** HttpsUpgrades tries https first where an http address was given. */
const unwantedFeatures = [
  'Translate',
  'OptimizationHints',
  'MediaRouter',
  'DialMediaRouteProvider',
  'CertificateTransparencyComponentUpdater',
  'HttpsUpgrades',
];

/** A fresh profile has no secrets to keep, so nobody is asked to unlock a keychain. */
const keychainFlags = ['--password-store=basic', '--use-mock-keychain'];

/** Less shared memory than this, in bytes, and pages crash; containers have 64 MiB by default. */
const sharedMemoryNeeded = 512 * 1024 * 1024;

/** The command line of a browser: our flags, the user's, and last the page. */
export function browserFlags(
  options: BrowserFlagOptions,
  display: DisplayEnvironment,
): readonly string[] {
  const { devTools, page, profileFolder, profileKind } = options;
  const ours = [
    `--user-data-dir=${profileFolder}`,
    ...(devTools === 'open' ? ['--remote-debugging-port=0'] : []),
    ...quietFlags,
    ...fullSpeedFlags,
    ...(profileKind === 'fresh' ? keychainFlags : []),
    ...displayFlags(options, display),
    ...machineFlags(display),
  ];
  // The page is last, since a launcher script may look for flags up to the first other argument only.
  return [...withFeatures(ours, options.extraArguments), page];
}

function displayFlags(
  options: BrowserFlagOptions,
  { display }: DisplayEnvironment,
): readonly string[] {
  if (isWindowless(options, display)) return ['--headless=new', '--disable-gpu'];
  return display === 'wayland' ? ['--ozone-platform=wayland'] : [];
}

function isWindowless(
  { headless }: Pick<BrowserFlagOptions, 'headless'>,
  display: DisplayEnvironment['display'],
): boolean {
  return headless === 'always' || (headless === 'auto' && display === 'none');
}

/** Whether a browser with these flags has no window. The user's own flags can make it so too. */
export function isHeadless(
  options: Pick<BrowserFlagOptions, 'headless' | 'extraArguments'>,
  { display }: Pick<DisplayEnvironment, 'display'>,
): boolean {
  const isAsked = options.extraArguments.some((argument) => /^--headless(=|$)/.test(argument));
  return isAsked || isWindowless(options, display);
}

function machineFlags({ canSandbox, sharedMemory }: DisplayEnvironment): readonly string[] {
  const isMemorySmall = sharedMemory !== undefined && sharedMemory < sharedMemoryNeeded;
  return [
    ...(canSandbox ? [] : ['--no-sandbox']),
    ...(isMemorySmall ? ['--disable-dev-shm-usage'] : []),
  ];
}

const featurePrefix = '--disable-features=';

/** Joins the user's unwanted features with ours, since the browser heeds one such flag only. */
function withFeatures(ours: readonly string[], extra: readonly string[]): readonly string[] {
  const theirs = extra.filter((argument) => argument.startsWith(featurePrefix));
  const features = theirs.flatMap((flag) => flag.slice(featurePrefix.length).split(','));
  const all = new Set([...unwantedFeatures, ...features.filter((name) => name !== '')]);
  const others = extra.filter((argument) => !theirs.includes(argument));
  return [...ours, `${featurePrefix}${[...all].join(',')}`, ...others];
}
