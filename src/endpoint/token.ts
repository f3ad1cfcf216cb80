import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A secret that a caller shows; it can be compared, and be revealed only on purpose. */
export class Token {
  readonly #value: string;
  readonly #digest: Buffer;

  /** Makes a token of 32 random bytes. */
  constructor() {
    this.#value = randomBytes(32).toString('base64url');
    this.#digest = digest(this.#value);
  }

  /** Compares in a time that doesn't depend on where the texts differ. */
  matches(candidate: string): boolean {
    return timingSafeEqual(digest(candidate), this.#digest);
  }

  /** The token itself, for those it is meant for. */
  reveal(): string {
    return this.#value;
  }

  toJSON(): string {
    return '(secret)';
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
