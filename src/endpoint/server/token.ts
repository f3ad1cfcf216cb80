import { randomBytes, timingSafeEqual } from 'node:crypto';

/** A secret that a caller shows; it can be compared, and be revealed only on purpose. */
export class Token {
  readonly #value: string;
  readonly #bytes: Buffer;

  /** Makes a token of 32 random bytes, unless it is that of an earlier endpoint. */
  constructor(value = randomBytes(32).toString('base64url')) {
    this.#value = value;
    this.#bytes = Buffer.from(this.#value);
  }

  /** Compares in a time that depends on nothing but how long the candidate is; how long tokens are is no secret. */
  matches(candidate: string): boolean {
    const bytes = Buffer.from(candidate);
    return bytes.length === this.#bytes.length && timingSafeEqual(bytes, this.#bytes);
  }

  /** The token itself, for those it is meant for. */
  reveal(): string {
    return this.#value;
  }

  toJSON(): string {
    return '(secret)';
  }
}
