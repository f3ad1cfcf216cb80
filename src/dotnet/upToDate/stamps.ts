import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** A snapshot of files: a stamp for each path, empty for missing files. */
export type Stamps = Readonly<Record<string, string>>;

/** Suffixes of paths of which only names or existence are stamped. */
const allNames = `${sep}**`;
const existence = `${sep}?`;

/** Returns a path that makes {@link readStamps} stamp the names in a folder and below. */
export function toNamesPath(folder: string): string {
  return folder + allNames;
}

/** Returns a path that makes {@link readStamps} stamp the existence of a file. */
export function getExistence(path: string): string {
  return path + existence;
}

export async function readStamps(files: readonly string[]): Promise<Stamps> {
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await readStamp(file)] as const)),
  );
}

/** Whether all files are unchanged. */
export async function areCurrent(stamps: Stamps): Promise<boolean> {
  const present = await readStamps(Object.keys(stamps));
  return Object.entries(stamps).every(([file, stamp]) => present[file] === stamp);
}

async function readStamp(file: string): Promise<string> {
  if (file.endsWith(allNames)) return stampNames(file.slice(0, -allNames.length));
  if (file.endsWith(existence)) {
    return (await getState(file.slice(0, -existence.length))) === undefined ? '' : 'there';
  }
  const found = await getState(file);
  return found === undefined ? '' : `${found.mtimeMs} ${found.size}`;
}

async function stampNames(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true }).catch(() => undefined);
  if (names === undefined) return '';
  return createHash('sha256').update(names.toSorted().join('\n')).digest('base64');
}

/** The time resolution of the coarsest file system, in milliseconds. */
const coarsestTime = 2_000;

/** Whether any file was modified or moved since a time in milliseconds, within the resolution of the file system. */
export async function isAnyNewer(files: readonly string[], time: number): Promise<boolean> {
  const newer = await Promise.all(files.map((file) => isNewer(file, time)));
  return newer.includes(true);
}

async function isNewer(file: string, time: number): Promise<boolean> {
  const [, path = file, kind] = /^(.*)[\\/](\*\*|\?)$/.exec(file) ?? [];
  const found = await getState(path);
  if (found === undefined) return false;
  const changed = kind === '?' ? found.birthtimeMs : Math.max(found.mtimeMs, found.ctimeMs);
  const isCoarse = changed % 1_000 === 0;
  // The clock has whole milliseconds, and no process reads a file within its first one.
  return isCoarse ? changed >= time - coarsestTime : Math.floor(changed) > time;
}

function getState(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}

/** Joins a folder with names. */
export function joinPaths(folder: string, names: readonly string[]): string[] {
  return names.map((name) => join(folder, name));
}
