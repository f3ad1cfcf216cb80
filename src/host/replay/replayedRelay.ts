import type { Log } from '../../common/log.ts';
import { toPassedFacts } from '../../trace/edges/relayed.ts';
import type { RecordOf, TraceRecord } from '../../trace/schema.ts';
import { TraceRecorder } from '../../trace/traceRecorder.ts';
import type { Trace } from '../../trace/traceText.ts';
import { MessageTap } from '../../wasm/debugProxy/relay/cdp/messageTap.ts';
import { pageHandlers } from '../../wasm/debugProxy/relay/pageHandlers.ts';
import { Pipeline } from '../../wasm/debugProxy/relay/pipeline.ts';
import { KeptPlaceholders } from './keptPlaceholders.ts';
import { restoreMessage } from './restoredMessage.ts';
import { VirtualClock } from './virtualClock.ts';

type Passed = RecordOf<'passed'>;

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** In how many turns of the event loop everything that needs no time is done. */
const usualTurns = 4;

/** Returns the messages that reached the relays of sessions which began in the trace. */
export function selectRelayInputs(records: readonly TraceRecord[]): readonly Passed[] {
  const created = new Set(records.flatMap((one) => (one.kind === 'create' ? [one.session] : [])));
  return records.filter(
    (record): record is Passed =>
      record.kind === 'passed' && record.way.startsWith('from') && created.has(record.session),
  );
}

/** Gives the messages that reached the relays of a trace to today's relay, and returns the records of all that passes it. */
export async function replayRelays({ header, records }: Trace): Promise<readonly TraceRecord[]> {
  const clock = new VirtualClock(new Date(header.began));
  const recorder = new TraceRecorder({
    clock,
    version: header.host,
    ringSize: Infinity,
    placeholders: new KeptPlaceholders(),
  });
  const relays = new Map<number, ReplayedRelay>();
  for (const input of selectRelayInputs(records)) {
    if (input.isJoined !== true) {
      await settle();
      await clock.advanceTo(input.at, settle);
    }
    const relay = relays.get(input.relay) ?? new ReplayedRelay(input, clock, recorder);
    relays.set(input.relay, relay);
    relay.take(input);
  }
  await settle();
  for (const relay of relays.values()) relay.close();
  return recorder.list();
}

/** The handlers of a relay whose peers are scripted. */
class ReplayedRelay {
  readonly #tap: MessageTap;
  readonly #pipeline: Pipeline;

  constructor({ relay, session }: Passed, clock: VirtualClock, recorder: TraceRecorder) {
    const { placeholders } = recorder;
    const tap = new MessageTap((passed) => {
      recorder.record(toPassedFacts(passed, session, relay, placeholders));
    });
    const texts = { at: () => undefined, failed() {} };
    this.#tap = tap;
    this.#pipeline = new Pipeline(
      pageHandlers({ clock, justMyCode: true, link: undefined, texts }),
      {
        clock,
        log: silent,
        toBrowser: (data) => tap.pass('to browser', data),
        toDebugger: (data) => tap.pass('to debugger', data),
      },
    );
  }

  take(input: Passed): void {
    const { own, way } = input;
    const id = own === undefined ? input.command : this.#tap.ownId(own);
    // Today's relay has not sent the command that this answers.
    if (own !== undefined && id === undefined) return;
    const data = Buffer.from(JSON.stringify(restoreMessage(input, id)));
    this.#tap.pass(way, data);
    if (way === 'from debugger') this.#pipeline.fromDebugger(data);
    else this.#pipeline.fromBrowser(data);
  }

  close(): void {
    this.#pipeline.close();
  }
}

async function settle(): Promise<void> {
  for (let turns = 0; turns < usualTurns; turns++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
