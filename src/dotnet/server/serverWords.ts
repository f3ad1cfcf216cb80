import { stripVTControlCharacters } from 'node:util';
import { Emitter, type Event } from '../../common/emitter.ts';
import { toText, WholeLines } from '../../common/wholeLines.ts';
import type { OutputStream } from '../../common/outputStream.ts';

/** The reason why a server can't listen, from its output. */
export type ServerTrouble =
  { readonly kind: 'address in use'; readonly url: string } | { readonly kind: 'no certificate' };

/** How many lines are kept for error messages. */
const maxLines = 12;

/** Parses what an ASP.NET Core server reports about itself in its output, in any logger format. */
export class ServerWords {
  readonly #lines: Record<OutputStream, WholeLines> = {
    stdout: new WholeLines(),
    stderr: new WholeLines(),
  };
  readonly #heard = new Emitter<void>();
  readonly #listening: string[] = [];
  #last: string[] = [];
  #isStarted = false;
  #trouble: ServerTrouble | undefined;

  /** Fires when the server has reported an address, or that it has started. */
  readonly heard: Event<void> = this.#heard.event;

  /** The addresses that were reported. */
  get listening(): readonly string[] {
    return this.#listening;
  }

  /** Whether it has reported that it has started, which follows all addresses. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  get trouble(): ServerTrouble | undefined {
    return this.#trouble;
  }

  /** The last non-blank lines. */
  get last(): readonly string[] {
    return this.#last;
  }

  add(stream: OutputStream, chunk: Uint8Array): void {
    for (const lines of this.#lines[stream].push(chunk)) this.#read(toText(lines));
  }

  /** Processes the last line if it has no line end. */
  flush(): void {
    this.#read(toText(this.#lines.stdout.flush()));
    this.#read(toText(this.#lines.stderr.flush()));
  }

  #read(text: string): void {
    if (text === '') return;
    const lines = stripVTControlCharacters(text).split(/\r?\n/);
    for (const line of lines) this.#hear(line);
    const written = lines.filter((line) => line.trim() !== '').map((line) => line.trimEnd());
    this.#last = [...this.#last, ...written].slice(-maxLines);
  }

  #hear(line: string): void {
    const url = /Now listening on: (https?:\/\/[^\s"'\\]+)/.exec(line)?.[1];
    if (url !== undefined && !this.#listening.includes(url)) this.#listening.push(url);
    const isStart = line.includes('Application started.');
    if (isStart) this.#isStarted = true;
    this.#trouble ??= troubleIn(line);
    if (url !== undefined || isStart) this.#heard.fire();
  }
}

function troubleIn(line: string): ServerTrouble | undefined {
  const url = /Failed to bind to address (\S+?): address already in use/i.exec(line)?.[1];
  if (url !== undefined) return { kind: 'address in use', url };
  return /Unable to configure HTTPS endpoint\. No server certificate was specified/i.test(line)
    ? { kind: 'no certificate' }
    : undefined;
}
