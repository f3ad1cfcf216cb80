import type { AssemblyUpdate } from './compilerMessages.ts';

/** What the agent in a program reports. */
export type AgentReport =
  /** It takes updates. The text has the changes that the runtime accepts. */
  | { readonly kind: 'ready'; readonly text: string }
  /** It has applied an update. The text has an error of the program's own handlers, or is empty. */
  | { readonly kind: 'applied'; readonly text: string }
  /** It could not apply an update, for the reason in the text. */
  | { readonly kind: 'failed'; readonly text: string }
  /** The update waits until no debugger is attached. */
  | { readonly kind: 'waiting'; readonly text: string }
  /** It calls the handler of the program that the text names. */
  | { readonly kind: 'calling'; readonly text: string };

/** The kinds of reports by their numbers (media/hotReload/agent). */
const kinds = ['ready', 'applied', 'failed', 'waiting', 'calling'] as const;

/** The size of a report without its text: its kind, and the length of the text. */
const headSize = 5;

/** Longer texts are refused, in bytes: anything that the program loads may write to the socket. */
const longestText = 1024 * 1024;

/** Formats updates as the agent reads them. All numbers are little-endian. */
export function formatAgentUpdates(updates: readonly AssemblyUpdate[]): Buffer {
  const parts = updates.flatMap((update) => [
    formatGuid(update.moduleId),
    ...[update.metadataDelta, update.ilDelta, update.pdbDelta].map(formatBytes),
    formatNumbers([update.updatedTypes.length, ...update.updatedTypes]),
  ]);
  return Buffer.concat([formatNumbers([updates.length]), ...parts]);
}

/** Reads reports from what the agent sends. */
export class AgentReports {
  #rest: Buffer = Buffer.alloc(0);

  /** Returns the reports that are complete with this chunk. Throws a RangeError for an unknown or too long one. */
  read(chunk: Uint8Array): readonly AgentReport[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const reports: AgentReport[] = [];
    while (this.#rest.length >= headSize) {
      const kind = kinds[this.#rest.readUInt8(0)];
      if (kind === undefined) throw new RangeError('The report is unknown.');
      const length = this.#rest.readUInt32LE(1);
      if (length > longestText) throw new RangeError('The report is too long.');
      const end = headSize + length;
      if (this.#rest.length < end) break;
      reports.push({ kind, text: this.#rest.toString('utf8', headSize, end) });
      this.#rest = this.#rest.subarray(end);
    }
    return reports;
  }
}

/** .NET stores the first three groups of a GUID as little-endian numbers. */
function formatGuid(id: string): Buffer {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

function formatBytes(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  return Buffer.concat([formatNumbers([bytes.length]), bytes]);
}

function formatNumbers(numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, index) => bytes.writeInt32LE(number, 4 * index));
  return bytes;
}
