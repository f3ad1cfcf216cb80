import { basename, join } from 'node:path';
import { replaceIn } from './replaceIn.ts';

/** The packages that a client of each older target framework references. */
const packageVersions = { 'net9.0': '9.0.20', 'net8.0': '8.0.31' } as const;

/** A target framework older than that of the installed SDK's templates. */
export type Framework = keyof typeof packageVersions;

/**
 * Turns a new stand-alone client into what the template of an older framework creates, as far as that
 * differs. SDK packages of Linux distributions bring no older templates.
 */
export async function retarget(folder: string, framework: Framework): Promise<void> {
  const project = join(folder, `${basename(folder)}.csproj`);
  await replaceIn(project, 'net10.0', framework);
  await replaceIn(
    project,
    /(?<=Include="Microsoft\.AspNetCore\.\S+ Version=")[^"]+/g,
    packageVersions[framework],
  );
  // Since .NET 10 a build fingerprints scripts, and a router finds its page for unknown addresses by an attribute.
  await replaceIn(project, /.*<OverrideHtmlAssetPlaceholders>.*\r?\n/, '');
  const page = join(folder, 'wwwroot', 'index.html');
  await replaceIn(page, /.*<link rel="preload".*\r?\n/, '');
  await replaceIn(page, /.*<script type="importmap">.*\r?\n/, '');
  await replaceIn(page, '#[.{fingerprint}]', '');
  await replaceIn(join(folder, 'App.razor'), / NotFoundPage="\S+"/, '');
}
