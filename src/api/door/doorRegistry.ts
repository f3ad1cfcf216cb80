import { readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { type DoorEntry, type FindStart, getAddress, isOf, parseDoorEntry } from './doorEntry.ts';
import { assertPrivateFolder, isMissing } from './doorFolder.ts';

/**
 * Lists the doors of running hosts, by pid, and removes those of hosts that have crashed.
 * Empty if the folder doesn't exist. Throws a HumanError if others can use the folder, or this user can't.
 */
export async function listDoors(
  folder: string,
  { findStart, user }: { readonly findStart: FindStart; readonly user: number | undefined },
): Promise<readonly DoorEntry[]> {
  let names: readonly string[];
  try {
    assertPrivateFolder(folder, user);
    names = readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  const entries = names.flatMap((name) => parseDoorEntry(folder, name) ?? []);
  const alive = await Promise.all(
    entries.map(async (entry) => {
      if (isOf(entry, await findStart(entry.pid))) return [entry];
      await removeIfClosed(entry);
      return [];
    }),
  );
  return alive.flat().toSorted((one, other) => one.pid - other.pid);
}

/**
 * Removes an entry that no process listens on. One that answers is kept: its host may run in a container
 * with process ids of its own.
 */
async function removeIfClosed(entry: DoorEntry): Promise<void> {
  if (await isClosed(entry)) rmSync(entry.path, { force: true });
}

function isClosed(entry: DoorEntry): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(getAddress(entry));
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'ECONNREFUSED' || code === 'ENOENT'),
    );
  });
}
