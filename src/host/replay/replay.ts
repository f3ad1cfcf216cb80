import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from './virtualClock.ts';
import type { Cause } from '../../trace/causes.ts';
import { listCodes } from '../../trace/errorCode.ts';
import { TraceRecorder } from '../../trace/traceRecorder.ts';
import type { Trace } from '../../trace/traceText.ts';
import { type ReplayInput, selectInputs } from './inputs.ts';
import { KeptPlaceholders } from './keptPlaceholders.ts';
import { ReplayedHost } from './replayedHost.ts';

/** What today's code makes of a trace. */
interface Replay {
  readonly replayed: Trace;
  /** The sessions that are left out, since they began before the trace. */
  readonly leftOut: readonly string[];
}

/** Gives the inputs of a trace to sessions and delivery at their times, and records what they make of them. */
export async function replayTrace({ header, records }: Trace): Promise<Replay> {
  const { inputs, leftOut } = selectInputs(records);
  listCodes(inputs.flatMap((input) => ('error' in input && input.error) || []));
  const clock = new VirtualClock(new Date(header.began));
  const recorder = new TraceRecorder({
    clock,
    version: header.host,
    ringSize: Infinity,
    causes: new AsyncLocalStorage<Cause>(),
    placeholders: new KeptPlaceholders(),
  });
  const logFolder = await mkdtemp(join(tmpdir(), 'ide-session-host-replay-'));
  const host = new ReplayedHost({ clock, inputs, logFolder, recorder });
  try {
    for (const input of spread(inputs)) await host.take(input);
    await host.advanceTo(records.at(-1)?.at ?? 0);
    return { replayed: { header, records: recorder.list() }, leftOut };
  } finally {
    host.dispose();
    await rm(logFolder, { recursive: true, force: true });
  }
}

/** Divides output that was written over some time: its unfinished line came last. */
function spread(inputs: readonly ReplayInput[]): readonly ReplayInput[] {
  return inputs.flatMap((input): readonly ReplayInput[] => {
    if (input.kind !== 'output') return [input];
    const { bytes, lasted = 0, rest = 0 } = input;
    if (lasted === 0 || rest === 0 || rest === bytes) return [input];
    const { closes, lasted: _, rest: __, ...whole } = input;
    return [
      { ...whole, ...(closes && { closes }), bytes: bytes - rest },
      { ...whole, rest, at: input.at + lasted, bytes: rest },
    ];
  });
}
