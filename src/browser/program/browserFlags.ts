import type { DisplayEnvironment } from './displayEnvironment.ts';

/** Whether the browser runs without a window. `auto` does if there is no display. */
export type HeadlessChoice = 'auto' | 'always' | 'never';

/** The options that determine a browser's command line. */
export interface BrowserFlagOptions {
  readonly profileFolder: string;
  /** Passwords of a kept profile are stored in the user's keychain. */
  readonly profileKind: 'fresh' | 'kept';
  readonly devTools: 'open' | 'none';
  readonly headless: HeadlessChoice;
  /** The user's arguments, which take precedence. */
  readonly extraArguments: readonly string[];
  /** The URL to open. */
  readonly page: string;
}

/** Disables first-run prompts, updates, reports and background traffic. */
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

/** Disables throttling of background pages, since the editor may cover the page. */
const fullSpeedFlags = [
  '--disable-backgrounding-occluded-windows',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
];

/** HttpsUpgrades would try https for http URLs. */
const unwantedFeatures = [
  'Translate',
  'OptimizationHints',
  'MediaRouter',
  'DialMediaRouteProvider',
  'CertificateTransparencyComponentUpdater',
  'HttpsUpgrades',
];

/**
 * The suggestions of the address bar. Without a window they are never seen, but a browser loads their
 * pages in separate processes, which takes half of the CPU time of its start.
 */
const windowFeatures = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'];

/** Avoids keychain prompts for fresh profiles, which contain no secrets. */
const keychainFlags = ['--password-store=basic', '--use-mock-keychain'];

/** With less shared memory, pages crash. In bytes; containers have 64 MiB by default. */
const sharedMemoryNeeded = 512 * 1024 * 1024;

/** Returns the arguments of a browser: default flags, the user's, and the page. */
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
  // The page is last, since launcher scripts may parse flags up to the first other argument only.
  const unused = isHeadless(options, display) ? windowFeatures : [];
  return [...withoutFeatures([...unwantedFeatures, ...unused], ours, options.extraArguments), page];
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

/** Whether a browser with these flags is headless, possibly because of the user's flags. */
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

/** Merges disabled features, since browsers use only one such flag. */
function withoutFeatures(
  unwanted: readonly string[],
  ours: readonly string[],
  extra: readonly string[],
): readonly string[] {
  const theirs = extra.filter((argument) => argument.startsWith(featurePrefix));
  const features = theirs.flatMap((flag) => flag.slice(featurePrefix.length).split(','));
  const all = new Set([...unwanted, ...features.filter((name) => name !== '')]);
  const others = extra.filter((argument) => !theirs.includes(argument));
  return [...ours, `${featurePrefix}${[...all].join(',')}`, ...others];
}
