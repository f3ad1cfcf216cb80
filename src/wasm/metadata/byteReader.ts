/**
 * Reads the numbers of .NET metadata one after the other.
 * Throws a RangeError where the bytes end too early.
 */
export class ByteReader {
  readonly #bytes: Buffer;
  #position: number;

  constructor(bytes: Buffer, position = 0) {
    this.#bytes = bytes;
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#bytes.length;
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#advance(1));
  }

  u16(): number {
    return this.#bytes.readUInt16LE(this.#advance(2));
  }

  u32(): number {
    return this.#bytes.readUInt32LE(this.#advance(4));
  }

  u64(): bigint {
    return this.#bytes.readBigUInt64LE(this.#advance(8));
  }

  take(length: number): Buffer {
    if (length > this.#bytes.length - this.#position) {
      throw new RangeError('The bytes end too early.');
    }
    const from = this.#advance(length);
    return this.#bytes.subarray(from, from + length);
  }

  /** Text up to its NUL, which is passed over. */
  text(): string {
    const end = this.#bytes.indexOf(0, this.#position);
    if (end < 0) throw new RangeError('A text has no end.');
    return this.take(end + 1 - this.#position)
      .toString('utf8')
      .slice(0, -1);
  }

  /** Passes over what fills up to a multiple of `size`. */
  align(size: number): void {
    this.#position += (size - (this.#position % size)) % size;
  }

  /** A compressed unsigned integer (ECMA-335, II.23.2). */
  compressed(): number {
    return this.#compressed().value;
  }

  /** A compressed signed integer, whose sign is its lowest bit (ECMA-335, II.23.2). */
  compressedSigned(): number {
    const { value, bits } = this.#compressed();
    const magnitude = value >>> 1;
    return (value & 1) === 0 ? magnitude : magnitude - 2 ** (bits - 1);
  }

  #compressed(): { readonly value: number; readonly bits: number } {
    const first = this.u8();
    if ((first & 0x80) === 0) return { value: first, bits: 7 };
    if ((first & 0x40) === 0) return { value: ((first & 0x3f) << 8) | this.u8(), bits: 14 };
    const rest = this.take(3).readUIntBE(0, 3);
    return { value: (first & 0x1f) * 2 ** 24 + rest, bits: 29 };
  }

  #advance(length: number): number {
    const from = this.#position;
    this.#position += length;
    return from;
  }
}
