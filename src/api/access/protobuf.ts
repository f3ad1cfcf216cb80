/** The content of a field: bytes; `undefined` for numbers, which no caller reads. */
type Content = Buffer | undefined;

/** Returns the last content of each field of a protobuf message. Throws an Error if it is malformed. */
export function readFields(message: Buffer): ReadonlyMap<number, Content> {
  const fields = new Map<number, Content>();
  const reader = new Reader(message);
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    fields.set(Math.floor(tag / 8), reader.content(tag % 8));
  }
  return fields;
}

class Reader {
  readonly #message: Buffer;
  #index = 0;

  constructor(message: Buffer) {
    this.#message = message;
  }

  get isAtEnd(): boolean {
    return this.#index === this.#message.length;
  }

  /** At most 32 bits, as tags and lengths have. */
  varint(): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 28; factor *= 128) {
      const [byte = 0] = this.#take(1);
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
    throw malformed();
  }

  content(wireType: number): Content {
    switch (wireType) {
      case 0:
        this.#skipVarint();
        return undefined;
      case 1:
        this.#take(8);
        return undefined;
      case 2:
        return this.#take(this.varint());
      case 5:
        this.#take(4);
        return undefined;
      default:
        throw malformed();
    }
  }

  #skipVarint(): void {
    for (let count = 0; count < 10; count++) {
      const [byte = 0] = this.#take(1);
      if (byte < 128) return;
    }
    throw malformed();
  }

  #take(length: number): Buffer {
    const end = this.#index + length;
    if (end > this.#message.length) throw malformed();
    const taken = this.#message.subarray(this.#index, end);
    this.#index = end;
    return taken;
  }
}

function malformed(): Error {
  return new Error('The message is not valid protobuf.');
}
