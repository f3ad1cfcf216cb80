import { basename, dirname, relative } from 'node:path';
import type { HumanError } from '../../common/humanError.ts';
import type { FailedBuild } from './buildPlan.ts';
import type { BuildIssue } from './buildIssues.ts';
import { dotnetErrors } from '../errors.ts';
import { placeOf } from './issueText.ts';
import { causeOf, sdkFailure, sdkShortcoming } from '../sdk/sdkFailure.ts';

/** How many errors are told; the others are counted. */
const mostErrors = 5;

/** A failed build of the project at an absolute path in words; `folder` is where `dotnet` ran. */
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
      reason: causeOf(output),
    });
  }
  const ofRestore = errors.filter(isOfRestore);
  return ofRestore.length > 0
    ? dotnetErrors.RestoreFailed(valuesOf(project, ofRestore))
    : dotnetErrors.BuildFailed(valuesOf(project, errors));
}

/** Whether an issue is NuGet's, or that of its targets, which leave the code out where a source can't be reached. */
function isOfRestore({ code, file }: BuildIssue): boolean {
  return /^NU\d{4}$/.test(code) || code === 'NETSDK1004' || basename(file) === 'NuGet.targets';
}

function valuesOf(project: string, errors: readonly BuildIssue[]) {
  const lines = errors.slice(0, mostErrors).map((error) => describe(error, dirname(project)));
  const more = errors.length - lines.length;
  if (more > 0) lines.push(`and ${more} more`);
  return { project: basename(project), errors: lines.join('\n') };
}

function describe(issue: BuildIssue, folder: string): string {
  const file = issue.file === '' ? '' : relative(folder, issue.file);
  const place = placeOf({ ...issue, file });
  const text = issue.code === '' ? issue.message : `${issue.code} ${issue.message}`;
  return place === '' ? text : `${place}: ${text}`;
}
