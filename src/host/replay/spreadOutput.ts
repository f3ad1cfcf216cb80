import type { RecordOf } from '../../trace/schema.ts';
import type { ReplayInput } from './inputs.ts';

type Output = RecordOf<'output'>;

/** Divides output that was written over some time. Its end may have come after other output. */
export function spreadOutput(inputs: readonly ReplayInput[]): readonly ReplayInput[] {
  const spread: ReplayInput[] = [];
  let ends: readonly Output[] = [];
  const addEnds = (isDue: (end: Output) => boolean): void => {
    spread.push(...ends.filter(isDue).toSorted((one, other) => one.at - other.at));
    ends = ends.filter((end) => !isDue(end));
  };
  for (const input of inputs) {
    // Output is counted in one record only as long as nothing else happens.
    addEnds((end) => input.kind !== 'output' || end.at <= input.at);
    const [lines, end] = input.kind === 'output' ? divide(input) : [input];
    if (lines !== undefined) spread.push(lines);
    if (end !== undefined) ends = [...ends, end];
  }
  addEnds(() => true);
  return spread;
}

/** Returns the lines, and what came last: an unfinished line, or else a blank one. */
function divide(output: Output): readonly [lines: Output | undefined, last?: Output] {
  const { closes, lasted = 0, rest = 0, ...common } = output;
  if (lasted === 0) return [output];
  const { at, bytes } = common;
  const last = { ...common, at: at + lasted, bytes: rest || 1, ...(rest > 0 && { rest }) };
  const lines = { ...common, ...(closes && { closes }), bytes: bytes - last.bytes };
  return [lines.bytes === 0 ? undefined : lines, last];
}
