import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../setup/node.mjs';
import { filesBelow } from './files.ts';
import type { CheckResult } from './tool.ts';

/** Checks that errors for users and controllers are made by the factories of a catalogue only. */
export async function checkInlineErrors(): Promise<CheckResult> {
  const files = filesBelow('src', '.ts').filter((file) => !file.startsWith('src/common/'));
  const problems =
    files.length === 0
      ? ['There are no files to look at.']
      : files.flatMap((file) =>
          inlineErrors(file, readFileSync(join(projectFolder, file), 'utf8')),
        );
  return { isPassed: problems.length === 0, output: problems.join('\n') };
}

/** Returns a problem for each line of a source file that makes an error without a catalogue. */
export function inlineErrors(file: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      /\b(new|extends)\s+HumanError\b/.test(line)
        ? [`${file}:${index + 1} makes a HumanError itself. Define it in an errors.ts.`]
        : [],
    );
}
