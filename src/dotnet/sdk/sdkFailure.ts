import type { HumanError } from '../../common/humanError.ts';
import type { BuildIssue } from '../build/buildIssues.ts';
import { dotnetErrors } from '../errors.ts';
import { globalJsonFor, jsonFault } from './globalJson.ts';

/**
 * Returns the error that `dotnet`, run in `folder`, reports before it reads a project: there is no usable
 * SDK, or `global.json` can't be read.
 */
export function sdkFailure(output: string, folder: string): HumanError | undefined {
  const [, version] = /^Requested SDK version: (.+)$/m.exec(output) ?? [];
  const [, file] = /^global\.json file: (.+)$/m.exec(output) ?? [];
  if (version !== undefined && file !== undefined) {
    return missingVersion(version.trim(), file.trim(), output);
  }
  if (output.includes('No .NET SDKs were found')) {
    return dotnetErrors.DotnetSdkNotFound();
  }
  return refusal(output, folder) ?? brokenGlobalJson(output, folder);
}

function missingVersion(version: string, file: string, output: string): HumanError {
  const [, searched] = /^ *Search paths:(.*(?:\r?\n +\S.*)*)/m.exec(output) ?? [];
  const where = searched === undefined ? '' : ` in its paths (${words(searched) || 'none'})`;
  const installed = [...output.matchAll(/^(\d+\.\d+\.\d\S*) \[.+\]/gm)].map(([, one]) => one);
  const others = installed.length === 0 ? '' : ` Installed: ${[...new Set(installed)].join(', ')}.`;
  return dotnetErrors.DotnetSdkVersionNotFound({ file, version, where, installed: others });
}

/** Returns the error for the `errorMessage` in `global.json`, which `dotnet` prints if no SDK is usable. */
function refusal(output: string, folder: string): HumanError | undefined {
  const [, reason] =
    /^ *\* You intended to execute a \.NET SDK command:\r?\n([^]*)/m.exec(output) ?? [];
  if (reason === undefined) return undefined;
  const file = globalJsonFor(folder);
  const subject =
    file === undefined ? 'dotnet did not run an SDK' : `${file} requires another .NET SDK`;
  return dotnetErrors.DotnetSdkRefused({ subject, reason: reason.trim() });
}

function words(text: string): string {
  return text
    .trim()
    .split(/\s*\n\s*/)
    .join(', ');
}

/** Returns the error if the SDK can't parse `global.json`. */
function brokenGlobalJson(output: string, folder: string): HumanError | undefined {
  const [, problem = '', line, column] =
    /JsonException: (.+?) (?:Path: .*? \| )?LineNumber: (\d+) \| BytePositionInLine: (\d+)/.exec(
      output,
    ) ?? [];
  const file = line === undefined ? undefined : globalJsonFor(folder);
  if (file === undefined) return undefined;
  const fault = jsonFault(file) ?? {
    problem: problem.replace(/\.$/, ''),
    line: Number(line) + 1,
    column: Number(column) + 1,
  };
  return dotnetErrors.GlobalJsonBroken({ file, ...fault });
}

/** Returns the error of an SDK that doesn't support what a project needs, if an issue reports it. */
export function sdkShortcoming(issues: readonly BuildIssue[]): HumanError | undefined {
  const of = (code: string): BuildIssue | undefined => issues.find((issue) => issue.code === code);
  const tooOld = of('NETSDK1045');
  if (tooOld !== undefined)
    return dotnetErrors.DotnetSdkTooOldForProject({ reason: tooOld.message });
  const workload = of('NETSDK1147');
  if (workload !== undefined)
    return dotnetErrors.DotnetWorkloadMissing({ reason: workload.message });
  // MSBuild before 17.8 can't print properties.
  if (of('MSB1001') === undefined) return undefined;
  return dotnetErrors.DotnetSdkTooOld();
}

/** Returns the cause of a failed command without issues, in one line. */
export function getCause(output: string): string {
  const causes = [...output.matchAll(/^\s*---> [\w.]+: (.+)$/gm)].map(([, cause = '']) => cause);
  const lines = output.split('\n').map((line) => line.trim());
  return causes.at(-1)?.trim() ?? lines.find((line) => line !== '') ?? 'it says nothing';
}
