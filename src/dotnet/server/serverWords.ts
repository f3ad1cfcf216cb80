import { stripVTControlCharacters } from 'node:util';
import { Emitter, type Event } from '../../common/emitter.ts';
import { toText, WholeLines } from '../../common/wholeLines.ts';
import type { OutputStream } from '../../common/outputStream.ts';

/** What keeps a server from listening, by its own account. */
export type ServerTrouble =
  { readonly kind: 'address in use'; readonly url: string } | { readonly kind: 'no certificate' };

/** How many lines are kept for whoever asks why a server ended. */
const mostLines = 12;

/** What an ASP.NET Core server says about itself in its output, whichever way its logger writes it. */
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

  /** The server has said where it listens, or that it has started. */
  readonly heard: Event<void> = this.#heard.event;

  /** Where it listens, as far as it has said so. */
  get listening(): readonly string[] {
    return this.#listening;
  }

  /** Whether it has said that it has started, which comes after all its addresses. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  get trouble(): ServerTrouble | undefined {
    return this.#trouble;
  }

  /** The last lines that are not blank. */
  get last(): readonly string[] {
    return this.#last;
  }

  add(stream: OutputStream, chunk: Uint8Array): void {
    for (const lines of this.#lines[stream].push(chunk)) this.#read(toText(lines));
  }

  /** Takes what came without a line end, once nothing comes any more. */
  flush(): void {
    this.#read(toText(this.#lines.stdout.flush()));
    this.#read(toText(this.#lines.stderr.flush()));
  }

  #read(text: string): void {
    if (text === '') return;
    const lines = stripVTControlCharacters(text).split(/\r?\n/);
    for (const line of lines) this.#hear(line);
    const written = lines.filter((line) => line.trim() !== '').map((line) => line.trimEnd());
    this.#last = [...this.#last, ...written].slice(-mostLines);
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
