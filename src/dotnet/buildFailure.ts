import { basename, dirname, relative } from 'node:path';
import { HumanError } from '../common/humanError.ts';
import type { FailedBuild } from './buildPlan.ts';
import type { BuildIssue } from './buildIssues.ts';
import { placeOf } from './issueText.ts';
import { causeOf, sdkFailure, sdkShortcoming } from './sdkFailure.ts';

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
    return new HumanError(
      'BuildFailed',
      `${basename(project)} could not be built: ${causeOf(output)}. See the build's output.`,
    );
  }
  const ofRestore = errors.filter(isOfRestore);
  return ofRestore.length > 0
    ? failure('RestoreFailed', 'could not be restored', project, ofRestore)
    : failure('BuildFailed', 'could not be built', project, errors);
}

/** Whether an issue is NuGet's, or that of its targets, which leave the code out where a source can't be reached. */
function isOfRestore({ code, file }: BuildIssue): boolean {
  return /^NU\d{4}$/.test(code) || code === 'NETSDK1004' || basename(file) === 'NuGet.targets';
}

function failure(
  code: string,
  what: string,
  project: string,
  errors: readonly BuildIssue[],
): HumanError {
  const lines = errors.slice(0, mostErrors).map((error) => describe(error, dirname(project)));
  const more = errors.length - lines.length;
  if (more > 0) lines.push(`and ${more} more`);
  return new HumanError(
    code,
    `${basename(project)} ${what}. Mend this and start again:\n${lines.join('\n')}`,
  );
}

function describe(issue: BuildIssue, folder: string): string {
  const file = issue.file === '' ? '' : relative(folder, issue.file);
  const place = placeOf({ ...issue, file });
  const text = issue.code === '' ? issue.message : `${issue.code} ${issue.message}`;
  return place === '' ? text : `${place}: ${text}`;
}
