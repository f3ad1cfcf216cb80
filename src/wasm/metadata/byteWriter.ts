/** Writes the numbers of .NET metadata one after the other. */
export class ByteWriter {
  readonly #parts: Buffer[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    return this.bytes(Buffer.of(value));
  }

  u16(value: number): this {
    const part = Buffer.alloc(2);
    part.writeUInt16LE(value);
    return this.bytes(part);
  }

  u32(value: number): this {
    const part = Buffer.alloc(4);
    part.writeUInt32LE(value);
    return this.bytes(part);
  }

  u64(value: bigint): this {
    const part = Buffer.alloc(8);
    part.writeBigUInt64LE(value);
    return this.bytes(part);
  }

  bytes(part: Buffer): this {
    this.#parts.push(part);
    this.#length += part.length;
    return this;
  }

  /** Fills with zeros up to a multiple of `size`. */
  align(size: number): this {
    return this.bytes(Buffer.alloc((size - (this.#length % size)) % size));
  }

  /** A compressed unsigned integer (ECMA-335, II.23.2). Throws a RangeError for too large ones. */
  compressed(value: number): this {
    if (value < 0 || value >= 2 ** 29) throw new RangeError(`${value} cannot be compressed.`);
    if (value < 2 ** 7) return this.u8(value);
    if (value < 2 ** 14) return this.u8(0x80 | (value >>> 8)).u8(value & 0xff);
    const part = Buffer.alloc(4);
    part.writeUInt32BE(0xc0000000 + value);
    return this.bytes(part);
  }

  /** A compressed signed integer, whose sign is its lowest bit (ECMA-335, II.23.2). */
  compressedSigned(value: number): this {
    const bits = value >= -(2 ** 6) && value < 2 ** 6 ? 7 : getBits(value);
    const rotated = value >= 0 ? value * 2 : (value + 2 ** (bits - 1)) * 2 + 1;
    if (bits === 7) return this.u8(rotated);
    if (bits === 14) return this.u8(0x80 | (rotated >>> 8)).u8(rotated & 0xff);
    const part = Buffer.alloc(4);
    part.writeUInt32BE(0xc0000000 + rotated);
    return this.bytes(part);
  }

  written(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

function getBits(value: number): 14 | 29 {
  if (value >= -(2 ** 13) && value < 2 ** 13) return 14;
  if (value >= -(2 ** 28) && value < 2 ** 28) return 29;
  throw new RangeError(`${value} cannot be compressed.`);
}
