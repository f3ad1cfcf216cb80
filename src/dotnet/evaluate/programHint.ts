import { readFile } from 'node:fs/promises';

/**
 * Guesses from its text whether a project file is that of a program with one target framework, and of which
 * SDK. Only the evaluation knows for certain.
 */
export async function programHint(project: string): Promise<'program' | 'server' | undefined> {
  const text = await readFile(project, 'utf8').catch(() => '');
  const sdk = /<Project\s[^>]*?\bSdk\s*=\s*["']Microsoft\.NET\.Sdk(\.Web|\.Worker)?["']/.exec(text);
  if (sdk === null || /<TargetFrameworks\b/.test(text)) return undefined;
  if (sdk[1] === '.Web') return 'server';
  return sdk[1] === '.Worker' || /<OutputType>\s*(Win)?Exe\s*</i.test(text) ? 'program' : undefined;
}
