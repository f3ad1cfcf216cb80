// Watches the sources in a folder in its own process, as the host does or barely, and tells its parent
// what it notices, and the load when it is asked.
import { readdirSync, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { systemClock } from '../../../src/common/clock.ts';
import { InputTracker } from '../../../src/sessions/inputs/inputTracker.ts';
import { watchFolder } from '../../../src/sessions/inputs/watchFolder.ts';
import type { WatcherKind, WatcherMessage, WatcherRequest } from './messages.ts';

/** How often the event loop is asked to turn, in milliseconds: rarely, since the processor time is measured too. */
const turnInterval = 5;

const isSource = (path: string): boolean => path.endsWith('.cs');
const isHidden = (path: string): boolean => basename(path).startsWith('.');

/** Follows the sources as the host does. It tells when it knows them all, too. */
function track(folder: string): void {
  const tracker = new InputTracker({
    clock: systemClock,
    watchFolder,
    changed: (_name, condition) => tell({ kind: 'noticed', isOutOfDate: condition !== undefined }),
    unwatched: (_name, message) => {
      throw new Error(message);
    },
  });
  tracker.track('bench', {
    base: folder,
    files: [],
    folders: [{ path: folder, hasFile: isSource, hasFolder: (path) => !isHidden(path) }],
  });
}

/** What any watcher of these folders does at least. It tells of the next change when it is asked to. */
function watchBarely(folder: string): void {
  let isAsked = false;
  process.on('message', (request: WatcherRequest) => (isAsked ||= request === 'tell'));
  const notice = (): void => {
    if (isAsked) tell({ kind: 'noticed', isOutOfDate: undefined });
    isAsked = false;
  };
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isSource);
  const folders = new Set(sources.map((name) => dirname(join(folder, name))));
  for (const each of folders) watch(each, notice);
  tell({ kind: 'noticed', isOutOfDate: undefined });
}

function tell(message: WatcherMessage): void {
  process.send?.(message);
}

const turns = monitorEventLoopDelay({ resolution: turnInterval });
turns.enable();
let before = process.cpuUsage();
process.on('message', (request: WatcherRequest) => {
  if (request === 'tell') return tell({ kind: 'listening' });
  const { system, user } = process.cpuUsage(before);
  tell({
    kind: 'load',
    load: { processorTime: (user + system) / 1_000, longestHold: turns.max / 1_000_000 },
  });
  turns.reset();
  before = process.cpuUsage();
});
process.once('disconnect', () => process.exit());

const [kind, folder = ''] = process.argv.slice(2) as [WatcherKind, string?];
const watchers: Readonly<Record<WatcherKind, (folder: string) => void>> = {
  tracker: track,
  bare: watchBarely,
};
watchers[kind](folder);
