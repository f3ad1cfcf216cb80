import type { BuildIssue } from './buildIssues.ts';

/** Where an issue is, as compilers write it: `file(line,column)`; empty if it is about no file. */
export function placeOf({ file, line, column }: BuildIssue): string {
  if (file === '' || line === 0) return file;
  return column === 0 ? `${file}(${line})` : `${file}(${line},${column})`;
}
