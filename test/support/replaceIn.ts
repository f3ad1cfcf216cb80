import { readFile, writeFile } from 'node:fs/promises';

/** Replaces a text that a file must have. */
export async function replaceIn(file: string, what: string | RegExp, by: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const replaced = text.replace(what, by);
  if (replaced === text) throw new Error(`${file} has no ${what}.`);
  await writeFile(file, replaced);
}
