import { lstat, open, rename } from 'node:fs/promises';
import { definePhrases } from '../common/phrases.ts';

/** The files before the current one, which have a number at the end: `.1` is the latest. */
const earlierFiles = 3;
/** How every trace begins. */
const firstText = '{"kind":"trace"';

const phrases = definePhrases({
  noTrace: '{path} exists and is no trace',
});

/** Throws if one of the files that would be moved or replaced is neither a trace nor empty. */
export async function assertTraces(path: string): Promise<void> {
  for (const one of listFiles(path)) {
    if ((await isFile(one)) && !(await isTrace(one))) {
      throw new Error(phrases.noTrace({ path: one }));
    }
  }
}

/** Moves the files by one number, which replaces the oldest one. */
export async function shiftFiles(path: string): Promise<void> {
  const files = listFiles(path);
  for (let number = earlierFiles; number > 0; number--) {
    const [from = path, to = path] = files.slice(number - 1);
    if (await isFile(from)) await rename(from, to);
  }
}

function listFiles(path: string): readonly string[] {
  const numbers = Array.from({ length: earlierFiles }, (_, index) => index + 1);
  return [path, ...numbers.map((number) => `${path}.${number}`)];
}

/** Links are left alone. */
async function isFile(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isFile();
  } catch {
    return false;
  }
}

async function isTrace(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(firstText.length));
    return bytesRead === 0 || buffer.toString('utf8', 0, bytesRead) === firstText;
  } finally {
    await file.close();
  }
}
