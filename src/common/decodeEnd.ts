/** Decodes bytes that may begin within a character, whose rest is left out. */
export function decodeEnd(bytes: Buffer): string {
  const start = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80);
  return bytes.toString('utf8', start < 0 || start > 3 ? 0 : start);
}
