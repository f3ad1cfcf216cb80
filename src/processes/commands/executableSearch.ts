import { readdir, readFile, readlink } from 'node:fs/promises';

/**
 * Finds the first descendant of `ancestor` that executes a file and that `isWanted` accepts. Linux only.
 * `executable` is an absolute path without symbolic links. Only descendants are searched, since the process
 * may be short-lived.
 */
export async function findExecuting(
  executable: string,
  ancestor: number,
  isWanted: (pid: number) => boolean,
): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  for (let level = [ancestor]; level.length > 0;) {
    level = (await Promise.all(level.map(findChildren))).flat();
    const paths = await Promise.all(level.map(getExecutable));
    const found = level.find((pid, index) => paths[index] === executable && isWanted(pid));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Returns the children of all threads of a process (proc_tid_children(5)). */
async function findChildren(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) =>
      readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => ''),
    ),
  );
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}

/** Returns the file that a process executes, even if it has been deleted. */
async function getExecutable(pid: number): Promise<string | undefined> {
  const path = await readlink(`/proc/${pid}/exe`).catch(() => undefined);
  return path?.replace(/ \(deleted\)$/, '');
}
