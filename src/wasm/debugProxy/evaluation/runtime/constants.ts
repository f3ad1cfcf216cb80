import { convert, type NumberType, numberTypes } from '../values/numbers.ts';
import { bool, nullValue, text, type Value } from '../values/values.ts';

/** How numbers are stored, by the code of their type (ECMA-335, II.23.1.16). */
const numbers: Readonly<Record<number, readonly [NumberType, (bytes: Buffer) => number | bigint]>> =
  {
    0x04: ['sbyte', (bytes) => BigInt(bytes.readInt8(1))],
    0x05: ['byte', (bytes) => BigInt(bytes.readUInt8(1))],
    0x06: ['short', (bytes) => BigInt(bytes.readInt16LE(1))],
    0x07: ['ushort', (bytes) => BigInt(bytes.readUInt16LE(1))],
    0x08: ['int', (bytes) => BigInt(bytes.readInt32LE(1))],
    0x09: ['uint', (bytes) => BigInt(bytes.readUInt32LE(1))],
    0x0a: ['long', (bytes) => bytes.readBigInt64LE(1)],
    0x0b: ['ulong', (bytes) => bytes.readBigUInt64LE(1)],
    0x0c: ['float', (bytes) => bytes.readFloatLE(1)],
    0x0d: ['double', (bytes) => bytes.readDoubleLE(1)],
  };

/** The value of a constant in a method (Portable PDB v1.0, LocalConstantSig); `undefined` for enums and decimals. */
export function readConstant(signature: Buffer): Value | undefined {
  switch (signature[0]) {
    case 0x02:
      return bool(signature[1] === 1);
    case 0x03:
      return { kind: 'char', value: signature.toString('utf16le', 1, 3) };
    // A type whose only constant is null.
    case 0x12:
    case 0x1c:
      return nullValue;
    case 0x0e:
      return signature[1] === 0xff && signature.length === 2
        ? nullValue
        : text(signature.toString('utf16le', 1));
    default: {
      const [type, read] = numbers[signature[0] ?? 0] ?? [];
      const width = signature.length - 1;
      // An enum has the number of its type behind the value.
      const isWhole = type !== undefined && numberTypes[type].bits / 8 === width;
      return isWhole && read ? convert(read(signature), type) : undefined;
    }
  }
}
