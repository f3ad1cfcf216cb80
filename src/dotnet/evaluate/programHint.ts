import { readFile } from 'node:fs/promises';

/**
 * Whether a project file reads like that of a program with one target framework, as far as it says so
 * itself, and of which SDK. A hint and no more: what a project is, only its evaluation tells.
 */
export async function programHint(project: string): Promise<'program' | 'server' | undefined> {
  const text = await readFile(project, 'utf8').catch(() => '');
  const sdk = /<Project\s[^>]*?\bSdk\s*=\s*["']Microsoft\.NET\.Sdk(\.Web|\.Worker)?["']/.exec(text);
  if (sdk === null || /<TargetFrameworks\b/.test(text)) return undefined;
  if (sdk[1] === '.Web') return 'server';
  return sdk[1] === '.Worker' || /<OutputType>\s*(Win)?Exe\s*</i.test(text) ? 'program' : undefined;
}
