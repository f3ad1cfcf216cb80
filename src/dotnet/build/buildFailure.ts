import { basename, dirname, relative } from 'node:path';
import type { HumanError } from '../../common/humanError.ts';
import type { FailedBuild } from './buildPlan.ts';
import type { BuildIssue } from './buildIssues.ts';
import { dotnetErrors } from '../errors.ts';
import { formatPlace } from './issueText.ts';
import { getCause, sdkFailure, sdkShortcoming } from '../sdk/sdkFailure.ts';

/** How many errors are quoted. The others are counted. */
const maxErrors = 5;

/** Returns the error of a failed build of the project at an absolute path. `folder` is the working directory of `dotnet`. */
export function buildFailure(
  project: string,
  { issues, output }: FailedBuild,
  folder = dirname(project),
): HumanError {
  const known = sdkFailure(output, folder) ?? sdkShortcoming(issues);
  if (known !== undefined) return known;
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) {
    return dotnetErrors.BuildFailedWithoutErrors({
      project: basename(project),
      reason: getCause(output),
    });
  }
  const ofRestore = errors.filter(isOfRestore);
  return ofRestore.length > 0
    ? dotnetErrors.RestoreFailed(toValues(project, ofRestore))
    : dotnetErrors.BuildFailed(toValues(project, errors));
}

/** Whether an issue is reported by NuGet or its targets, which omit the code if a source is unreachable. */
function isOfRestore({ code, file }: BuildIssue): boolean {
  return /^NU\d{4}$/.test(code) || code === 'NETSDK1004' || basename(file) === 'NuGet.targets';
}

function toValues(project: string, errors: readonly BuildIssue[]) {
  const lines = errors.slice(0, maxErrors).map((error) => describe(error, dirname(project)));
  const more = errors.length - lines.length;
  if (more > 0) lines.push(`and ${more} more`);
  return { project: basename(project), errors: lines.join('\n') };
}

function describe(issue: BuildIssue, folder: string): string {
  const file = issue.file === '' ? '' : relative(folder, issue.file);
  const place = formatPlace({ ...issue, file });
  const text = issue.code === '' ? issue.message : `${issue.code} ${issue.message}`;
  return place === '' ? text : `${place}: ${text}`;
}
