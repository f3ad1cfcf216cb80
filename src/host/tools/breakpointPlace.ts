import type { BreakpointPlace } from '../../api/door/explanation.ts';
import type { BreakpointFact } from '../../wasm/diagnosis/facts.ts';

/** Whether a breakpoint is at a place. Paths are compared from their ends, by whole names. */
export function isAtPlace(
  { line, path }: Pick<BreakpointFact, 'line' | 'path'>,
  place: BreakpointPlace,
): boolean {
  if (place.line !== undefined && place.line !== line) return false;
  if (place.file === undefined) return true;
  const wanted = toNames(place.file);
  return toNames(path).slice(-wanted.length).join('/') === wanted.join('/');
}

/** Formats a place for a sentence. */
export function formatPlace({ file, line }: BreakpointPlace): string {
  if (file === undefined) return line === undefined ? 'any line' : `any line ${line}`;
  return line === undefined ? file : `${file}:${line}`;
}

/** Paths may have been written for another system, and with other letter case where that doesn't matter. */
function toNames(path: string): readonly string[] {
  return path
    .toLowerCase()
    .split(/[\\/]/)
    .filter((name) => name !== '' && name !== '.');
}
