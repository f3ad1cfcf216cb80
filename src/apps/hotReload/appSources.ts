import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isFileProgram } from '../../dotnet/files/projectFile.ts';
import { readContents } from '../../dotnet/upToDate/folderFiles.ts';
import { isSource } from './changedFiles.ts';

/** How many bytes of sources are kept for a page. A compiler that has to be told what runs takes more. */
const largest = 32 * 1024 * 1024;

/** Encodings by the byte order marks of their files. */
const encodings: Readonly<Record<string, string>> = { fffe: 'utf-16le', feff: 'utf-16be' };

/**
 * Reads the sources in the folders of projects, and file-based programs, so that a compiler can be told later what
 * runs. `undefined` if they can't be listed, or are more than `limit` bytes.
 */
export async function readSources(
  projects: readonly string[],
  limit = largest,
): Promise<ReadonlyMap<string, Buffer> | undefined> {
  const programs = projects.filter(isFileProgram);
  const others = projects.filter((path) => !isFileProgram(path));
  const folders = [...new Set(others.map((path) => dirname(path)))];
  const listed = await readContents(
    folders.map((path) => ({ path, leftOut: 'outputs and packages' })),
  );
  if (listed === undefined) return undefined;
  const sources = new Map<string, Buffer>();
  let size = 0;
  for (const path of new Set([...programs, ...listed.files.filter(isSource)])) {
    const content = await readIfThere(path);
    if (content === undefined) continue;
    size += content.length;
    if (size > limit) return undefined;
    sources.set(path, content);
  }
  return sources;
}

/** Reads a file; `undefined` if it can't be read. */
export function readIfThere(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch(() => undefined);
}

/** Decodes a source as compilers do: by its byte order mark, which is no text, or else as UTF-8. */
export function decodeSource(content: Buffer): string {
  const mark = content.subarray(0, 2).toString('hex');
  return new TextDecoder(encodings[mark] ?? 'utf-8').decode(content);
}
