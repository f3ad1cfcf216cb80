import type { Clock } from '../../common/clock.ts';
import { localize } from '../../common/localization.ts';
import type { OutputStream } from '../../common/outputStream.ts';

/** The initial budget of lines and characters, and how much is added per second. */
const maxLines = 2_000;
const linesPerSecond = 500;
const maxCharacters = 256 * 1024;
const charactersPerSecond = 64 * 1024;
/** The share of the budget that must be available before output is shown again after an omission. */
const resumeShare = 0.25;

/** The absolute paths of a session's log files, by stream. */
type OutputPaths = Readonly<Record<OutputStream, string>>;

/**
 * Limits the output of a program in the debug console. The window renders more slowly than programs write,
 * which delays everything else in it. Omitted output is in the session's log.
 */
export class ConsoleBudget {
  readonly #clock: Clock;
  readonly #paths: OutputPaths;
  #lines = maxLines;
  #characters = maxCharacters;
  #at: number;
  #leftOut = 0;
  #isOut = false;

  constructor(clock: Clock, paths: OutputPaths) {
    this.#clock = clock;
    this.#paths = paths;
    this.#at = clock.elapsed();
  }

  /** Returns the text to show, with a note about omitted output; possibly empty. */
  take(stream: OutputStream, text: string): string {
    this.#refill();
    if (this.#isOut && !this.#canResume) {
      this.#leftOut += countLines(text);
      return '';
    }
    const resumed = this.#isOut
      ? `${localize('[{count} lines left out: {path}]', { count: this.#leftOut, path: this.#paths[stream] })}\n`
      : '';
    this.#isOut = false;
    this.#leftOut = 0;
    const shown = this.#cut(text);
    this.#lines -= countLines(shown);
    this.#characters -= shown.length;
    if (shown.length === text.length) return resumed + shown;
    this.#isOut = true;
    this.#leftOut = countLines(text) - countLines(shown);
    const lineEnd = shown === '' || shown.endsWith('\n') ? '' : '\n';
    const note = localize('[Too much output for the debug console. All of it: {path}]', {
      path: this.#paths[stream],
    });
    return `${resumed}${shown}${lineEnd}${note}\n`;
  }

  get #canResume(): boolean {
    return this.#lines >= maxLines * resumeShare && this.#characters >= maxCharacters * resumeShare;
  }

  #refill(): void {
    const now = this.#clock.elapsed();
    const seconds = (now - this.#at) / 1_000;
    this.#at = now;
    this.#lines = Math.min(maxLines, this.#lines + seconds * linesPerSecond);
    const characters = this.#characters + seconds * charactersPerSecond;
    this.#characters = Math.min(maxCharacters, characters);
  }

  /** Cuts a text to the budget. */
  #cut(text: string): string {
    let end = 0;
    for (let left = Math.floor(this.#lines); left > 0 && end < text.length; left--) {
      const lineFeed = text.indexOf('\n', end);
      end = lineFeed < 0 ? text.length : lineFeed + 1;
    }
    return text.slice(0, Math.min(end, Math.floor(this.#characters)));
  }
}

function countLines(text: string): number {
  let count = text.endsWith('\n') || text === '' ? 0 : 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
