import type { Readable } from 'node:stream';
import { decodeEnd } from '../../common/decodeEnd.ts';
import type { OutputEnd } from '../../host/tools/toolHost.ts';

/** Reads a stream to its end, and keeps at most its last `bytes`. */
export async function readEnd(stream: Readable, bytes: number): Promise<OutputEnd> {
  let kept = Buffer.alloc(0);
  let isCut = false;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const all = Buffer.concat([kept, chunk]);
    isCut ||= all.length > bytes;
    kept = all.subarray(-bytes);
  }
  return { text: decodeEnd(kept), isCut };
}
