import type * as vscode from 'vscode';
import type { Clock } from '../../../common/clock.ts';
import { Emitter } from '../../../common/emitter.ts';
import { localize } from '../../../common/localization.ts';
import { getMessage } from '../../../common/log.ts';
import { isRunElsewhere } from '../../../protocol/ideSession.ts';
import { MergedOutput, type OutputPiece } from '../../../sessions/logs/mergedOutput.ts';
import { findTail, type TailBounds } from '../../../sessions/logs/outputTail.ts';
import type { SessionOutput } from '../../../sessions/logs/sessionOutput.ts';
import { toDeletedLine, toElsewhereLine, toEndLine, toGapLine, toHeaderLine } from './logLines.ts';
import { LogText, terminalForm } from './logText.ts';

export interface LogTerminalOptions {
  readonly output: SessionOutput;
  /** The name of the session. */
  readonly title: string;
  /** How many lines the terminal keeps. */
  readonly scrollback: number;
  readonly clock: Clock;
  /** Opens the whole log as a document. */
  readonly openWhole: () => void;
}

/** What the view does. */
type Mode = 'following' | 'paused' | 'ended';

/** The name of the view, by what it does. */
const toName: Readonly<Record<Mode, (title: string) => string>> = {
  following: (title) => title,
  paused: (title) => localize('{title} (paused)', { title }),
  ended: (title) => localize('{title} (ended)', { title }),
};

/** How much of each stream is shown at first, in bytes. */
const longestTail = 256 * 1024;
/** How much is written to the terminal at once, in bytes. */
const longestWrite = 256 * 1024;
/** How far the view may be behind before it skips to the end of the log, in bytes. */
const longestBacklog = 1024 * 1024;
/** The time between writes, in which the terminal can draw, in milliseconds. */
const pause = 40;

const pauseKey = ' ';
const wholeKeys = ['o', 'O'];

/** Shows the end of a session's log in a terminal and follows it. Nothing that is typed reaches the session. */
export class LogTerminal implements vscode.Pseudoterminal {
  readonly #options: LogTerminalOptions;
  readonly #writes = new Emitter<string>();
  readonly #names = new Emitter<string>();
  readonly #text = new LogText(terminalForm);
  #mode: Mode = 'following';
  #isClosed = false;

  readonly onDidWrite = this.#writes.event;
  readonly onDidChangeName = this.#names.event;

  constructor(options: LogTerminalOptions) {
    this.#options = options;
  }

  open(): void {
    void this.#run();
  }

  close(): void {
    this.#isClosed = true;
    this.#options.output.wake();
    this.#options.output.dispose();
  }

  handleInput(keys: string): void {
    if (keys === pauseKey) this.#togglePause();
    else if (wholeKeys.includes(keys)) this.#options.openWhole();
  }

  #togglePause(): void {
    if (this.#mode === 'ended') return;
    this.#enter(this.#mode === 'paused' ? 'following' : 'paused');
    this.#options.output.wake();
  }

  #enter(mode: Mode): void {
    this.#mode = mode;
    this.#names.fire(toName[mode](this.#options.title));
  }

  async #run(): Promise<void> {
    const { output, title } = this.#options;
    if (isRunElsewhere(output.session)) return this.#write(this.#text.line(toElsewhereLine(title)));
    this.#write(this.#text.line(toHeaderLine(title)));
    try {
      await this.#follow();
    } catch (error) {
      this.#write(this.#text.line(getMessage(error)));
    }
  }

  /** Shows the end of the log and what follows, until the session ends or the view is closed. */
  async #follow(): Promise<void> {
    const { output } = this.#options;
    let merged = await this.#atTail();
    while (!this.#isClosed) {
      const { isOver, news } = output;
      if (this.#mode === 'paused') await news;
      else if (merged.left > longestBacklog) merged = await this.#skip(merged);
      else if (await this.#showNext(merged)) await this.#rest();
      else if (isOver) return this.#end();
      else await news;
    }
  }

  /** Writes everything up to a bound. Resolves to whether there was anything. */
  async #showNext(merged: MergedOutput): Promise<boolean> {
    let [text, length] = ['', 0];
    while (length < longestWrite) {
      const piece = await merged.next();
      if (piece === undefined) break;
      text += this.#toText(piece);
      length += piece.kind === 'bytes' ? piece.bytes.length : 0;
    }
    this.#write(text);
    return length > 0;
  }

  #toText(piece: OutputPiece): string {
    return piece.kind === 'bytes'
      ? this.#text.push(piece.stream, piece.bytes)
      : this.#text.line(toDeletedLine(piece));
  }

  async #skip(merged: MergedOutput): Promise<MergedOutput> {
    const next = await this.#atTail();
    this.#write(this.#text.line(toGapLine(merged.left - next.left)));
    return next;
  }

  /** Starts at the lines that the terminal can keep. */
  async #atTail(): Promise<MergedOutput> {
    const { output, scrollback } = this.#options;
    const bounds: TailBounds = { lines: scrollback, bytes: longestTail };
    const [stdout, stderr] = await Promise.all([
      findTail(output, 'stdout', bounds),
      findTail(output, 'stderr', bounds),
    ]);
    return new MergedOutput(output, { stdout, stderr });
  }

  #end(): void {
    this.#write(this.#text.end() + this.#text.line(toEndLine(this.#options.output.session)));
    this.#enter('ended');
  }

  async #rest(): Promise<void> {
    await new Promise<void>((resolve) => this.#options.clock.after(pause, resolve));
  }

  #write(text: string): void {
    if (text !== '' && !this.#isClosed) this.#writes.fire(text);
  }
}
