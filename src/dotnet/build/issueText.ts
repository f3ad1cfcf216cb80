import type { BuildIssue } from './buildIssues.ts';

/** Formats the location of an issue as compilers do: `file(line,column)`; empty if it doesn't refer to a file. */
export function formatPlace({ file, line, column }: BuildIssue): string {
  if (file === '' || line === 0) return file;
  return column === 0 ? `${file}(${line})` : `${file}(${line},${column})`;
}
