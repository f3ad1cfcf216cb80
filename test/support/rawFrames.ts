/** How a WebSocket frame is written (RFC 6455, section 5.2). */
export interface FrameOptions {
  /** The first byte: FIN, the reserved bits and the opcode; a whole text otherwise. */
  readonly first?: number;
  readonly payload?: string | Uint8Array;
  readonly isMasked?: boolean;
  /** What the frame says its length is, whatever it really is. */
  readonly length?: number;
}

/** The bytes of a frame, as a client sends it unless told otherwise; the mask is zero. */
export function frame(options: FrameOptions = {}): Buffer {
  const payload = Buffer.from(options.payload ?? '');
  const { first = 0x81, isMasked = true, length = payload.length } = options;
  const mask = isMasked ? Buffer.alloc(4) : Buffer.alloc(0);
  const head = lengthBytes(length);
  head[0] = (head[0] ?? 0) | (isMasked ? 0x80 : 0);
  return Buffer.concat([Buffer.of(first), head, mask, payload]);
}

function lengthBytes(length: number): Buffer {
  if (length < 126) return Buffer.of(length);
  if (length < 65_536) {
    const bytes = Buffer.alloc(3);
    bytes[0] = 126;
    bytes.writeUInt16BE(length, 1);
    return bytes;
  }
  const bytes = Buffer.alloc(9);
  bytes[0] = 127;
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

/** The code of the Close frame that a text of received bytes ends in, if it does. */
export function closeCodeIn(received: string): number | undefined {
  const bytes = Buffer.from(received, 'latin1');
  const start = bytes.lastIndexOf(0x88);
  return start === -1 || bytes.length < start + 4 ? undefined : bytes.readUInt16BE(start + 2);
}
