import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import * as z from 'zod/mini';

const settingsSchema = z.object({
  runtimeOptions: z.object({ configProperties: z.optional(z.record(z.string(), z.unknown())) }),
});

/** The properties of a project, and the settings of its runtime that they turn off. */
const settings = {
  StartupHookSupport: 'System.StartupHookProvider.IsSupported',
  MetadataUpdaterSupport: 'System.Reflection.Metadata.MetadataUpdater.IsSupported',
} as const;

/** Returns which property of a built project keeps its runtime from taking updates; `undefined` if none does. */
export async function findUnsupported(
  assembly: string,
): Promise<keyof typeof settings | undefined> {
  const properties = await readProperties(assembly);
  const isOff = (name: keyof typeof settings): boolean =>
    String(properties[settings[name]]).toLowerCase() === 'false';
  return (['StartupHookSupport', 'MetadataUpdaterSupport'] as const).find(isOff);
}

async function readProperties(assembly: string): Promise<Readonly<Record<string, unknown>>> {
  const name = basename(assembly, extname(assembly));
  try {
    const text = await readFile(join(dirname(assembly), `${name}.runtimeconfig.json`), 'utf8');
    return settingsSchema.parse(JSON.parse(text)).runtimeOptions.configProperties ?? {};
  } catch {
    return {};
  }
}
