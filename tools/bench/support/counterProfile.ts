import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The name of the launch profile that {@link addCounterProfile} adds. */
export const counterProfile = 'counter';

/** Adds a launch profile that opens the counter, at a free port. */
export async function addCounterProfile(app: string): Promise<void> {
  const file = join(app, 'Properties', 'launchSettings.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as { profiles: Record<string, object> };
  settings.profiles[counterProfile] = {
    commandName: 'Project',
    launchUrl: 'counter',
    applicationUrl: 'http://127.0.0.1:0',
    environmentVariables: { ASPNETCORE_ENVIRONMENT: 'Development' },
  };
  await writeFile(file, JSON.stringify(settings));
}
