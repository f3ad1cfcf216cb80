import { dirname, resolve } from 'node:path';

/** An error or a warning of a build. */
export interface BuildIssue {
  /** Absolute; empty if it doesn't refer to a file. */
  readonly file: string;
  /** One-based; 0 if it is unknown. */
  readonly line: number;
  /** One-based; 0 if it is unknown. */
  readonly column: number;
  readonly severity: 'error' | 'warning';
  /** For example CS0103; empty if it has none. */
  readonly code: string;
  readonly message: string;
  /** The project file that was built. */
  readonly project: string | undefined;
}

// Forms of https://learn.microsoft.com/visualstudio/msbuild/msbuild-diagnostic-format-for-tasks
const issueForm =
  /^\s*(?<origin>\S.*?)\s*:\s+(?:[\w ]+? )?(?<severity>error|warning)(?:\s+(?<code>[^\s:]+))?\s*:\s?(?<text>.*)$/;
const placeForm =
  /^(?<file>.+)\((?<line>\d+)(?:-\d+)?(?:,(?<column>\d+)(?:-\d+)?)?(?:,\d+,\d+)?\)$/;
const projectForm = /^(?<message>.*) \[(?<project>.+?(?:proj|\.slnx?|\.slnf))(?:::.*)?\]$/;

/**
 * Parses the distinct issues in MSBuild's output. Relative paths are based on the project of the issue, or
 * on `folder`.
 */
export function parseIssues(
  output: string,
  folder: string,
  isWanted: (issue: BuildIssue) => boolean = () => true,
): BuildIssue[] {
  const found = new Map<string, BuildIssue>();
  for (const line of output.split(/\r?\n/)) {
    const issue = parseIssue(line, folder);
    if (issue === undefined || !isWanted(issue)) continue;
    const { project: _, ...identity } = issue;
    const key = JSON.stringify(identity);
    if (!found.has(key)) found.set(key, issue);
  }
  return [...found.values()];
}

function parseIssue(line: string, folder: string): BuildIssue | undefined {
  const { origin, severity, code = '', text = '' } = issueForm.exec(line)?.groups ?? {};
  if (origin === undefined) return undefined;
  const { message = text, project } = projectForm.exec(text)?.groups ?? {};
  const place = placeForm.exec(origin)?.groups;
  const file = place?.['file'] ?? (isFile(origin) ? origin : undefined);
  const base = project === undefined ? folder : dirname(resolve(folder, project));
  return {
    file: file === undefined ? '' : resolve(base, file),
    line: Number(place?.['line'] ?? 0),
    column: Number(place?.['column'] ?? 0),
    severity: severity === 'warning' ? 'warning' : 'error',
    code,
    message: message.trim(),
    project: project === undefined ? undefined : resolve(folder, project),
  };
}

/** Whether the origin of an issue is a file rather than a tool, such as MSBUILD or CSC. */
function isFile(origin: string): boolean {
  return /[\\/.]/.test(origin);
}
