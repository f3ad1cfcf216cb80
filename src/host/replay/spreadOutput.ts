import type { RecordOf } from '../../trace/schema.ts';
import type { ReplayInput } from './inputs.ts';

type Output = RecordOf<'output'>;

/** Divides output that was written over some time: its unfinished line came last, maybe after other output. */
export function spreadOutput(inputs: readonly ReplayInput[]): readonly ReplayInput[] {
  const spread: ReplayInput[] = [];
  let rests: readonly Output[] = [];
  const addRests = (isDue: (rest: Output) => boolean): void => {
    spread.push(...rests.filter(isDue).toSorted((one, other) => one.at - other.at));
    rests = rests.filter((rest) => !isDue(rest));
  };
  for (const input of inputs) {
    // Output is counted in one record only as long as nothing else happens.
    addRests((rest) => input.kind !== 'output' || rest.at <= input.at);
    const [lines, rest] = input.kind === 'output' ? divide(input) : [input];
    if (lines !== undefined) spread.push(lines);
    if (rest !== undefined) rests = [...rests, rest];
  }
  addRests(() => true);
  return spread;
}

function divide(output: Output): readonly [lines: Output | undefined, rest?: Output] {
  const { closes, lasted = 0, rest = 0, ...common } = output;
  if (lasted === 0 || rest === 0) return [output];
  const { at, bytes } = common;
  const lines = { ...common, ...(closes && { closes }), bytes: bytes - rest };
  return [rest === bytes ? undefined : lines, { ...common, at: at + lasted, bytes: rest, rest }];
}
