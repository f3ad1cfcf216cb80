import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { DotnetRoom } from '../support/dotnet.ts';

const fixture = join(import.meta.dirname, '..', 'fixtures', 'aspire');

/** Puts the AppHost and its resources into a room, with a client as the SDK's own template makes it. */
export async function writeAppHost(room: DotnetRoom): Promise<string> {
  const isSource = (path: string): boolean => !/[\\/](bin|obj)$/.test(path);
  await cp(fixture, room.folder, { recursive: true, filter: isSource });
  await room.run('new', 'blazorwasm', '-n', 'Client', '-f', 'net10.0', '--no-restore');
  return room.path('AppHost', 'AppHost.csproj');
}
