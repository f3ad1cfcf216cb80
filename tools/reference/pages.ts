import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { renderBundle } from '../localization/collect.ts';
import { projectFolder } from '../setup/node.mjs';
import { renderCommandsPage } from './commandsPage.ts';
import { renderErrorsPage } from './errorsPage.ts';
import { renderSettingsPage } from './settingsPage.ts';
import { renderTracePage } from './tracePage.ts';

/** The generated pages of the reference and the texts to translate: each one's path in the project's folder, and its text. */
const pages: ReadonlyMap<string, () => string> = new Map([
  ['docs/reference/commands.md', renderCommandsPage],
  ['docs/reference/errors.md', renderErrorsPage],
  ['docs/reference/settings.md', renderSettingsPage],
  ['docs/reference/trace.md', renderTracePage],
  ['l10n/bundle.l10n.json', renderBundle],
]);

export async function writeReferencePages(): Promise<void> {
  for (const [path, render] of pages) {
    const file = join(projectFolder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, render());
  }
}

/** Returns the pages that are out of date. */
export async function findStalePages(): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, render] of pages) {
    const text = await readFile(join(projectFolder, path), 'utf8').catch(() => '');
    if (text.replaceAll('\r\n', '\n') !== render()) stale.push(path);
  }
  return stale;
}
