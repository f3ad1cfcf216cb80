import { toPath } from '../edges/launchFacts.ts';
import type { Placeholders } from '../placeholders.ts';
import { choose, type Fact, type Harmless, harmless, label } from './harmless.ts';
import type { Section } from './report.ts';
import type { choices } from './vocabulary.ts';

/** The last build of a project. */
export interface LastBuild {
  /** The path of the project. */
  readonly project: string;
  readonly issues: readonly LastIssue[];
}

interface LastIssue {
  /** Empty if it doesn't refer to a file. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: (typeof choices.severities)[number];
  readonly code: string;
}

/** The codes of compilers, MSBuild, NuGet and the SDK. Analyzers of users have others. */
const codeForm =
  /^(?:CS|FS|BC|MSB|NETSDK|NU|BL|RZ|RSG|CA|IDE|IL|SYSLIB|ASP|ASPIRE|WASM|XA|MT)\d{1,5}$/;

/** Describes the errors and warnings of the last build of each project, without their messages. */
export function describeBuilds(builds: readonly LastBuild[], placeholders: Placeholders): Section {
  const toName = (path: string): Harmless => harmless(toPath(path, placeholders));
  const rows = builds.flatMap(({ issues, project }): (readonly Fact[])[] => {
    if (issues.length > 0) {
      return issues.map((issue) => [toName(project), ...describeIssue(issue, toName)]);
    }
    const none = label('none');
    return [[toName(project), label('clean'), none, none, none, none]];
  });
  return { kind: 'builds', rows };
}

function describeIssue(
  { code, column, file, line, severity }: LastIssue,
  toName: (path: string) => Harmless,
): readonly Fact[] {
  return [
    choose('severities', severity),
    harmless(codeForm.test(code) ? code : 'other'),
    file === '' ? label('none') : toName(file),
    line,
    column,
  ];
}
