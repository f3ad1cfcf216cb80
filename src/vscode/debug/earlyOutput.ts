import type { OutputStream } from '../../common/outputStream.ts';

/** How much output is held back at most, in characters; the oldest is dropped. */
const limit = 1024 * 1024;

/** Holds output back until it is known whether it is a program's: a build may write before, and fail. */
export class EarlyOutput {
  readonly #pass: (stream: OutputStream, text: string) => void;
  #held: { readonly stream: OutputStream; readonly text: string }[] | undefined = [];
  #length = 0;

  constructor(pass: (stream: OutputStream, text: string) => void) {
    this.#pass = pass;
  }

  /** What is held back, of both streams. */
  get text(): string {
    return (this.#held ?? []).map(({ text }) => text).join('');
  }

  write(stream: OutputStream, text: string): void {
    if (this.#held === undefined) return this.#pass(stream, text);
    this.#held.push({ stream, text });
    this.#length += text.length;
    while (this.#length > limit) this.#length -= this.#held.shift()?.text.length ?? limit;
  }

  /** Passes on what was held back, and all that comes. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    this.#length = 0;
    for (const { stream, text } of held) this.#pass(stream, text);
  }

  /** Holds back again what comes. */
  hold(): void {
    this.#held ??= [];
  }
}
