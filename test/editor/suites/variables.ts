import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { terminalVariables } from './controllers.ts';

/**
 * Writes the variables of this window's terminals to a file, and stays until the window is gone.
 */
export async function run(): Promise<void> {
  const file = join(process.env['VARIABLES_FOLDER'] ?? '', 'variables.json');
  await writeFile(`${file}.part`, JSON.stringify(await terminalVariables()), { mode: 0o600 });
  await rename(`${file}.part`, file);
  await new Promise<never>(() => undefined);
}
