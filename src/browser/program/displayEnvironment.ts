import { access, readFile, stat, statfs } from 'node:fs/promises';

/** The properties of the machine that determine a browser's flags. */
export interface DisplayEnvironment {
  /** The display for windows. */
  readonly display: 'x11' | 'wayland' | 'system' | 'none';
  /** Whether the browser's sandbox works. */
  readonly canSandbox: boolean;
  /** The size of the shared memory in bytes, if it is limited. */
  readonly sharedMemory: number | undefined;
}

/** Sandbox helpers of browser packages, for machines without unprivileged user namespaces. */
const sandboxHelpers = [
  '/opt/google/chrome/chrome-sandbox',
  '/opt/microsoft/msedge/msedge-sandbox',
  '/usr/lib/chromium/chrome-sandbox',
  '/usr/lib/chromium-browser/chrome-sandbox',
];

/** Reads the properties of this machine for a browser with this environment. */
export async function readDisplayEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): Promise<DisplayEnvironment> {
  if (platform !== 'linux') {
    return { display: 'system', canSandbox: true, sharedMemory: undefined };
  }
  const [canSandbox, sharedMemory] = await Promise.all([
    canSandboxOnLinux(environment),
    statfs('/dev/shm').then(
      ({ blocks, bsize }) => blocks * bsize,
      () => undefined,
    ),
  ]);
  return { display: getDisplay(environment), canSandbox, sharedMemory };
}

function getDisplay(environment: Readonly<Record<string, string | undefined>>) {
  if (environment['DISPLAY']) return 'x11';
  return environment['WAYLAND_DISPLAY'] ? 'wayland' : 'none';
}

async function canSandboxOnLinux(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  if (process.getuid?.() === 0 || (await isContainer(environment))) return false;
  return (await canMakeNamespaces()) || (await hasSandboxHelper());
}

async function isContainer(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  if (environment['KUBERNETES_SERVICE_HOST']) return true;
  const marks = ['/.dockerenv', '/run/.containerenv'];
  return (await Promise.all(marks.map(exists))).includes(true);
}

/** Whether unprivileged user namespaces are enabled. The first switch is specific to Debian kernels. */
async function canMakeNamespaces(): Promise<boolean> {
  const switches = [
    '/proc/sys/kernel/unprivileged_userns_clone',
    '/proc/sys/user/max_user_namespaces',
  ];
  const values = await Promise.all(switches.map((path) => readFile(path, 'utf8').catch(() => '')));
  return !values.some((value) => value.trim() === '0');
}

const setUserIdBit = 0o4000;

async function hasSandboxHelper(): Promise<boolean> {
  const files = await Promise.all(sandboxHelpers.map((path) => stat(path).catch(() => undefined)));
  return files.some((file) => file !== undefined && (file.mode & setUserIdBit) !== 0);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
