import { HumanError } from '../common/humanError.ts';
import type { BuildIssue } from './buildIssues.ts';

/** The failure that `dotnet` itself tells of before it comes to a project: there is no SDK that it may use. */
export function sdkFailure(output: string): HumanError | undefined {
  if (output.includes('No .NET SDKs were found')) {
    return new HumanError(
      'DotnetSdkNotFound',
      'A .NET runtime is installed, but no SDK. Install the .NET SDK (https://dotnet.microsoft.com/download).',
    );
  }
  const [, version] = /^Requested SDK version: (.+)$/m.exec(output) ?? [];
  const [, file] = /^global\.json file: (.+)$/m.exec(output) ?? [];
  if (version === undefined || file === undefined) return undefined;
  return new HumanError(
    'DotnetSdkVersionNotFound',
    `${file.trim()} asks for the .NET SDK ${version.trim()}, which is not installed. Install it, or correct the version there.`,
  );
}

/** The failure of an SDK that can't do what a project needs, if any issue says so. */
export function sdkShortcoming(issues: readonly BuildIssue[]): HumanError | undefined {
  const of = (code: string): BuildIssue | undefined => issues.find((issue) => issue.code === code);
  const tooOld = of('NETSDK1045');
  if (tooOld !== undefined) return new HumanError('DotnetSdkTooOld', tooOld.message);
  const workload = of('NETSDK1147');
  if (workload !== undefined) return new HumanError('DotnetWorkloadMissing', workload.message);
  // MSBuild below 17.8 can't be asked for properties.
  if (of('MSB1001') === undefined) return undefined;
  return new HumanError(
    'DotnetSdkTooOld',
    'The .NET SDK is older than 8.0 and cannot be asked about projects. Install a later one (https://dotnet.microsoft.com/download).',
  );
}

/** What a command that failed without naming an issue gives as its cause, in one line. */
export function causeOf(output: string): string {
  const causes = [...output.matchAll(/^\s*---> [\w.]+: (.+)$/gm)].map(([, cause = '']) => cause);
  const lines = output.split('\n').map((line) => line.trim());
  return causes.at(-1)?.trim() ?? lines.find((line) => line !== '') ?? 'it says nothing';
}
