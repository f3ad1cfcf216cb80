import { randomBytes, timingSafeEqual } from 'node:crypto';

/** The secret of a server. It can be compared, but only {@link reveal} returns it. */
export class Token {
  readonly #value: string;
  readonly #bytes: Buffer;

  /** Creates a token of 32 random bytes, unless one of an earlier server is given. */
  constructor(value = randomBytes(32).toString('base64url')) {
    this.#value = value;
    this.#bytes = Buffer.from(this.#value);
  }

  /** Compares in a time that depends on the length of the candidate only. The length of tokens is not secret. */
  matches(candidate: string): boolean {
    const bytes = Buffer.from(candidate);
    return bytes.length === this.#bytes.length && timingSafeEqual(bytes, this.#bytes);
  }

  /** Returns the token, for its intended recipients. */
  reveal(): string {
    return this.#value;
  }

  toJSON(): string {
    return '(secret)';
  }
}
