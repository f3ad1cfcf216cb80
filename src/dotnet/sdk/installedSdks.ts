import { homedir } from 'node:os';
import { type Dotnet, runDotnet } from './sdk.ts';

/** Returns the versions of the installed SDKs; none if there is no `dotnet` or it fails. */
export async function listInstalledSdks(dotnet: Dotnet): Promise<readonly string[]> {
  try {
    // A global.json of the workspace doesn't matter, nor can it make this fail.
    const { stdout } = await runDotnet(['--list-sdks'], homedir(), dotnet);
    return parseSdks(stdout);
  } catch {
    return [];
  }
}

/** Parses lines such as `10.0.100 [/usr/share/dotnet/sdk]`. */
function parseSdks(output: string): readonly string[] {
  return output.split(/\r?\n/).flatMap((line) => /^(\d\S*) \[/.exec(line)?.[1] ?? []);
}
