import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { dotnetErrors } from '../errors.ts';
import { type Dotnet, runDotnet } from './sdk.ts';

/**
 * Creates a Blazor WebAssembly client in an empty folder, from the template of the SDK. Throws a HumanError
 * (ClientFolderNotEmpty, ClientNotCreated, or there is no SDK).
 */
export async function createClient(
  folder: string,
  dotnet: Dotnet,
  signal?: AbortSignal,
): Promise<void> {
  if ((await readdir(folder)).length > 0) throw dotnetErrors.ClientFolderNotEmpty({ folder });
  const template = ['new', 'blazorwasm', '--output', folder, '--no-restore'];
  const { exitCode, stderr, stdout } = await runDotnet(template, folder, dotnet, signal);
  if (exitCode === 0) return;
  const reason = (stderr || stdout).trim();
  throw dotnetErrors.ClientNotCreated({ name: basename(folder), reason });
}
