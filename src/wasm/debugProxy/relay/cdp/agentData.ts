// Data of commands to the runtime's debugger agent and of its replies: Mono's debugger protocol.

/** Reads a reply. Throws a RangeError where it ends too early. */
export class AgentReader {
  readonly #data: Buffer;
  #position = 0;

  constructor(data: Buffer) {
    this.#data = data;
  }

  bytes(length: number): Buffer {
    const end = this.#position + length;
    if (length < 0 || end > this.#data.length) throw new RangeError('The reply ends too early.');
    const taken = this.#data.subarray(this.#position, end);
    this.#position = end;
    return taken;
  }

  byte(): number {
    return this.bytes(1).readUInt8();
  }

  number(): number {
    return this.bytes(4).readInt32BE();
  }

  /** Bytes with their length before them. */
  block(): Buffer {
    return this.bytes(this.number());
  }

  /** A text with its length before it. */
  text(): string {
    return this.block().toString('utf8');
  }

  /** All bytes that have not been read. */
  rest(): Buffer {
    return this.bytes(this.#data.length - this.#position);
  }
}

/** Writes a command or a reply. */
export class AgentWriter {
  readonly #parts: Buffer[] = [];

  byte(value: number): this {
    this.#parts.push(Buffer.of(value));
    return this;
  }

  number(value: number): this {
    const part = Buffer.alloc(4);
    part.writeInt32BE(value);
    this.#parts.push(part);
    return this;
  }

  bytes(bytes: Buffer): this {
    this.#parts.push(bytes);
    return this;
  }

  /** Bytes with their length before them. */
  block(bytes: Buffer): this {
    this.number(bytes.length).#parts.push(bytes);
    return this;
  }

  written(): Buffer {
    return Buffer.concat(this.#parts);
  }
}
