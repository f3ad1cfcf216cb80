import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { findDoorFolder } from '../../../../src/api/door/doorFolder.ts';
import { pollUntil, systemClock } from '../../../../src/common/clock.ts';
import { kill, markName } from '../../../../tools/editor/leftovers.ts';
import type { AppView } from './appView.ts';

/** A process that the editor has started, directly or indirectly. */
export interface Started {
  readonly pid: number;
  readonly commandLine: string;
  /** Its variables, as in `NAME=value`. */
  readonly environment: readonly string[];
}

/** How long ended processes may still be visible, and a kept browser may take to start, in milliseconds. */
const patience = 60_000;

/** Processes that serve later builds are not leftovers, and neither are the editor's own. */
const notOurs = /VBCSCompiler|MSBuild\.dll|\/code-server\/|^$/;
const crashHandler = /chrome_crashpad_handler/;
const ofEditorsBrowser = 'browser-home';

/** The variable that marks a test's own processes. */
export const startedByHand = { STARTED_BY_HAND: '1' };

/** The running processes of sessions; only known on Linux. */
export function startedProcesses(): readonly Started[] {
  if (process.platform !== 'linux') return [];
  const mark = `${markName}=${process.env[markName]}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({
      pid: Number(name),
      commandLine: read(name, 'cmdline').join(' '),
      environment: read(name, 'environ'),
    }))
    .filter(({ commandLine, environment }) => {
      const isMarked = environment.includes(mark);
      const isOther = environment.some(
        (entry) => entry.includes(ofEditorsBrowser) || entry === 'STARTED_BY_HAND=1',
      );
      return isMarked && !isOther && !notOurs.test(commandLine);
    });
}

/** The browser that shows an address, once it does. */
export function browserOn(view: AppView, address: string): Promise<Started> {
  return view.untilAnswered(`a browser on ${address}`, async () => {
    for (const browser of startedProcesses()) {
      if ((await shownBy(browser)).some((url) => url.startsWith(`${address}/`))) return browser;
    }
    return undefined;
  });
}

/** The profile folder of a browser. Its child processes have it, too. */
function profileOf({ commandLine }: Started): string | undefined {
  return /--user-data-dir=(\S*ide-session-browser-\S+)/.exec(commandLine)?.[1];
}

/** The browser that the window keeps for its next session, once it has started. */
export function keptBrowser(view: AppView): Promise<Started> {
  return view.untilAnswered('a browser for the next session', () => findKept(startedProcesses()));
}

/** A browser that shows nothing. */
async function findKept(all: readonly Started[]): Promise<Started | undefined> {
  for (const one of all) {
    if ((await shownBy(one)).join() === 'about:blank') return one;
  }
  return undefined;
}

/** The address of a browser's DevTools. */
export async function devToolsOf(browser: Started): Promise<string> {
  const file = join(profileOf(browser) ?? '', 'DevToolsActivePort');
  const [port] = (await readFile(file, 'utf8')).split('\n');
  return `http://127.0.0.1:${port}`;
}

/** Resolves once a headless browser shows a page with this title. */
export function showsTitle(view: AppView, browser: Started, wanted: string): Promise<true> {
  return view.untilAnswered(`the title ${wanted}`, async () =>
    (await listPages(browser)).some(({ title }) => title === wanted) ? true : undefined,
  );
}

/** The page addresses of a headless browser, from its DevTools; empty for other programs. */
async function shownBy(started: Started): Promise<readonly string[]> {
  if (profileOf(started) === undefined || / --type=/.test(started.commandLine)) return [];
  return (await listPages(started)).map(({ url }) => url);
}

interface ListedPage {
  readonly title: string;
  readonly url: string;
}

async function listPages(browser: Started): Promise<readonly ListedPage[]> {
  try {
    const answer = await fetch(`${await devToolsOf(browser)}/json/list`);
    return (await answer.json()) as readonly ListedPage[];
  } catch {
    return [];
  }
}

/** Files of sessions in the temporary folder, without the one of the window's door and that of a kept browser. */
function leftFolders(kept: string | undefined): readonly string[] {
  const door = findDoorFolder({
    environment: process.env,
    platform: process.platform,
    temporary: tmpdir(),
    user: process.getuid?.(),
  });
  return readdirSync(tmpdir()).filter(
    (name) => name.startsWith('ide-session') && name !== basename(door) && name !== kept,
  );
}

/** What the window keeps for its next session: a debug proxy, and the profile folder of a browser. */
interface Kept {
  readonly proxy: Started | undefined;
  readonly profile: string | undefined;
}

/** At most one proxy and one browser. */
async function keptBetweenSessions(all: readonly Started[]): Promise<Kept> {
  const proxy = all.find(({ commandLine }) => commandLine.includes('BrowserDebugHost.dll'));
  const browser = await findKept(all);
  return { proxy, profile: browser && profileOf(browser) };
}

/** The running processes of sessions, without what the window keeps for the next one. */
export async function processesInUse(): Promise<readonly Started[]> {
  const all = startedProcesses();
  return withoutKept(all, await keptBetweenSessions(all));
}

function withoutKept(all: readonly Started[], { profile, proxy }: Kept): readonly Started[] {
  if (profile === undefined) return all.filter((one) => one !== proxy);
  // The crash handlers of a browser don't name its profile.
  return all.filter(
    (one) =>
      one !== proxy && !one.commandLine.includes(profile) && !crashHandler.test(one.commandLine),
  );
}

/** Asserts that sessions have left no process, folder or open port at these addresses. */
export async function assertNothingLeft(addresses: readonly string[]): Promise<void> {
  let left: readonly string[] = [];
  const isClean = await pollUntil(
    systemClock,
    () => patience,
    async () => {
      const all = startedProcesses();
      const kept = await keptBetweenSessions(all);
      const processes = withoutKept(all, kept).map((one) => `${one.pid} ${one.commandLine}`);
      const folders = leftFolders(kept.profile && basename(kept.profile));
      left = [...processes, ...folders, ...(await answering(addresses))];
      return left.length === 0;
    },
  );
  if (!isClean) throw new Error(`Sessions have left:\n${left.join('\n')}`);
}

/** Kills the processes that sessions have left, and removes their folders. */
export function endLeftovers(): void {
  for (const { pid } of startedProcesses()) kill(pid, 'SIGKILL');
  for (const name of leftFolders(undefined)) {
    rmSync(join(tmpdir(), name), { recursive: true, force: true, maxRetries: 10 });
  }
}

async function answering(addresses: readonly string[]): Promise<readonly string[]> {
  const answers = await Promise.all(
    addresses.map((address) =>
      fetch(address).then(
        () => true,
        () => false,
      ),
    ),
  );
  return addresses.filter((_address, index) => answers[index]);
}

function read(pid: string, name: 'environ' | 'cmdline'): string[] {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8').split('\0').filter(Boolean);
  } catch {
    // It has ended, or belongs to another user.
    return [];
  }
}
