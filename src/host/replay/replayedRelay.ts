import type { Log } from '../../common/log.ts';
import { toPassedFacts } from '../../trace/edges/relayed.ts';
import type { RecordOf, TraceRecord } from '../../trace/schema.ts';
import { TraceRecorder } from '../../trace/traceRecorder.ts';
import type { Trace } from '../../trace/traceText.ts';
import { HotReloadHandlers } from '../../wasm/debugProxy/relay/handlers/hotReload/hotReloadHandlers.ts';
import { MessageTap } from '../../wasm/debugProxy/relay/cdp/messageTap.ts';
import { pageHandlers } from '../../wasm/debugProxy/relay/pageHandlers.ts';
import { Pipeline } from '../../wasm/debugProxy/relay/pipeline.ts';
import { KeptPlaceholders } from './keptPlaceholders.ts';
import { ReplayedAnswers } from './replayedAnswers.ts';
import { restoreMessage } from './restoredMessage.ts';
import { VirtualClock } from './virtualClock.ts';

/** What a relay of a trace gets: a message, or what it finds out about a stop. */
type RelayInput = RecordOf<'passed'> | RecordOf<'asked'>;

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** In how many turns of the event loop everything that needs no time is done. */
const usualTurns = 4;

/** Returns the messages that reached the relays of sessions which began in the trace, and what these found out. */
export function selectRelayInputs(records: readonly TraceRecord[]): readonly RelayInput[] {
  const created = new Set(records.flatMap((one) => (one.kind === 'create' ? [one.session] : [])));
  return records.filter(
    (record): record is RelayInput =>
      (record.kind === 'asked' || (record.kind === 'passed' && record.way.startsWith('from'))) &&
      created.has(record.session),
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
  const inputs = selectRelayInputs(records);
  for (const input of inputs) {
    if (input.kind === 'asked' || input.isJoined !== true) {
      await settle();
      await clock.advanceTo(input.at, settle);
    }
    const relay = relays.get(input.relay) ?? new ReplayedRelay(input, inputs, clock, recorder);
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
  readonly #answers: ReplayedAnswers;

  constructor(
    { relay, session }: RelayInput,
    inputs: readonly RelayInput[],
    clock: VirtualClock,
    recorder: TraceRecorder,
  ) {
    const { placeholders } = recorder;
    const tap = new MessageTap((passed) => {
      recorder.record(toPassedFacts(passed, session, relay, placeholders));
    });
    const texts = { at: () => undefined, failed() {} };
    const answers = new ReplayedAnswers(inputs, relay);
    const hotReload = new HotReloadHandlers(clock);
    this.#tap = tap;
    this.#answers = answers;
    this.#pipeline = new Pipeline(
      pageHandlers({
        answer: () => answers,
        clock,
        hotReload,
        justMyCode: true,
        link: undefined,
        texts,
      }),
      {
        clock,
        log: silent,
        toBrowser: (data) => tap.pass('to browser', data),
        toDebugger: (data) => tap.pass('to debugger', data),
      },
    );
  }

  take(input: RelayInput): void {
    if (input.kind === 'asked') return this.#answers.take(input);
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
