// Finds processes by a mark in their environment, which children and orphans of any depth inherit.

import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMilliseconds = 50;
const killMilliseconds = 5_000;

/** A process with the mark. */
export interface MarkedProcess {
  readonly pid: number;
  readonly commandLine: string;
}

/** The environment variable whose value marks all processes of one editor. */
export const markName = 'IDE_SESSION_HOST_TEST_EDITOR';

/** The running processes with a mark. Linux only: on other platforms it is empty. */
export function findMarked(mark: string): MarkedProcess[] {
  if (process.platform !== 'linux') return [];
  const entry = `${markName}=${mark}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => readProcessFile(pid, 'environ').includes(entry))
    .map((pid) => ({ pid: Number(pid), commandLine: readProcessFile(pid, 'cmdline').join(' ') }));
}

/** Waits until no process has the mark, up to a timeout; returns those that still do. */
export async function waitForMarkedToEnd(
  mark: string,
  milliseconds: number,
): Promise<MarkedProcess[]> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const marked = findMarked(mark);
    if (marked.length === 0 || Date.now() >= deadline) return marked;
    await sleep(pollMilliseconds);
  }
}

/** Kills every process with the mark, including those started during the search. */
export async function killMarked(mark: string): Promise<void> {
  const deadline = Date.now() + killMilliseconds;
  while (Date.now() < deadline) {
    const marked = findMarked(mark);
    if (marked.length === 0) return;
    for (const { pid } of marked) kill(pid, 'SIGKILL');
    await sleep(pollMilliseconds);
  }
}

/**
 * Sends a signal to a process, or by a negative number to a group; an ended one is not an error.
 */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

function readProcessFile(pid: string, file: 'environ' | 'cmdline'): string[] {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0').filter(Boolean);
  } catch {
    // It has ended, or belongs to another user.
    return [];
  }
}
