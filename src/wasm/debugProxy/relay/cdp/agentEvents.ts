import { AgentReader, AgentWriter } from './agentData.ts';

/** An event that reports that the runtime has applied an update, in Mono's debugger protocol. */
export interface UpdateEvent {
  readonly thread: number;
  /** The runtime's number of the module. */
  readonly module: number;
}

/** The number of the event's kind. */
const updateKind = 18;
const headerLength = 11;
/** The header, the suspend policy, the number of events, the kind, the request, the thread and the module. */
const start = { kind: headerLength + 5, thread: headerLength + 10, module: headerLength + 14 };

/** Reads the event; `undefined` for events of other kinds. */
export function readUpdateEvent(data: Buffer): UpdateEvent | undefined {
  if (data.length < start.module + 4 || data[start.kind] !== updateKind) return undefined;
  return { thread: data.readInt32BE(start.thread), module: data.readInt32BE(start.module) };
}

/** Reads the symbols in an event that {@link readUpdateEvent} reads; empty if there are none. */
export function readUpdateSymbols(data: Buffer): Buffer {
  try {
    const reader = new AgentReader(data.subarray(start.module + 4));
    reader.block();
    return reader.block();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return Buffer.alloc(0);
  }
}

/** Writes an event with the metadata and the symbols of an update. */
export function writeUpdateEvent(
  { module, thread }: UpdateEvent,
  metadata: Buffer,
  symbols: Buffer,
): Buffer {
  const header = Buffer.alloc(headerLength);
  const head = Buffer.concat([header, new AgentWriter().byte(0).number(1).written()]);
  const event = new AgentWriter().byte(updateKind).number(0).number(thread).number(module);
  return Buffer.concat([head, event.block(metadata).block(symbols).written()]);
}
