import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from './virtualClock.ts';
import type { Cause } from '../../trace/causes.ts';
import { listCodes } from '../../trace/errorCode.ts';
import { TraceRecorder } from '../../trace/traceRecorder.ts';
import type { Trace } from '../../trace/traceText.ts';
import { selectInputs } from './inputs.ts';
import { ReplayedHost } from './replayedHost.ts';
import { KeptPlaceholders } from './keptPlaceholders.ts';
import { spreadOutput } from './spreadOutput.ts';

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
    await host.takeAll(spreadOutput(inputs));
    await host.advanceTo(records.at(-1)?.at ?? 0);
    return { replayed: { header, records: recorder.list() }, leftOut };
  } finally {
    host.dispose();
    await rm(logFolder, { recursive: true, force: true });
  }
}
