import type { OutputStream } from '../../common/outputStream.ts';

/** The maximum size of held output, in characters. The oldest is dropped. */
const limit = 1024 * 1024;

/** Holds output until the program has started, since it may be that of a failing build. */
export class EarlyOutput {
  readonly #pass: (stream: OutputStream, text: string) => void;
  #held: { readonly stream: OutputStream; readonly text: string }[] | undefined = [];
  #length = 0;

  constructor(pass: (stream: OutputStream, text: string) => void) {
    this.#pass = pass;
  }

  /** The held output of both streams. */
  get text(): string {
    return (this.#held ?? []).map(({ text }) => text).join('');
  }

  write(stream: OutputStream, text: string): void {
    if (this.#held === undefined) return this.#pass(stream, text);
    this.#held.push({ stream, text });
    this.#length += text.length;
    while (this.#length > limit) this.#length -= this.#held.shift()?.text.length ?? limit;
  }

  /** Passes on held and all further output. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    this.#length = 0;
    for (const { stream, text } of held) this.#pass(stream, text);
  }

  /** Holds further output. */
  hold(): void {
    this.#held ??= [];
  }
}
