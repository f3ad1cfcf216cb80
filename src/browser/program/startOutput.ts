import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Deferred, deferred } from '../../common/deferred.ts';
import { portFileName } from './profile.ts';

/** The address of a browser's DevTools. */
export interface BrowserAddress {
  readonly port: number;
  /** The WebSocket address of the browser target. */
  readonly browserUri: string;
}

/** How much output is kept, in characters. */
const maxKept = 65_536;

/** Parses the stderr of a browser for its address, and keeps the output for error messages. */
export class StartOutput {
  readonly #address: Deferred<BrowserAddress> = deferred<BrowserAddress>();
  #text = '';

  /** Resolves when the browser has reported the address of its DevTools. */
  get address(): Promise<BrowserAddress> {
    return this.#address.promise;
  }

  add(chunk: Uint8Array): void {
    this.#text = (this.#text + Buffer.from(chunk).toString('utf8')).slice(-maxKept);
    const uri = /^DevTools listening on (ws:\/\/\S+)\r?\n/m.exec(this.#text)?.[1];
    if (uri === undefined) return;
    this.#address.resolve({ port: Number(new URL(uri).port), browserUri: uri });
  }

  /** The kept non-empty lines. */
  get lines(): readonly string[] {
    return this.#text.split(/\r?\n/).filter((line) => line.trim() !== '');
  }
}

/** Reads the address from the file that the browser writes to the profile folder. */
export async function readPortFile(profileFolder: string): Promise<BrowserAddress | undefined> {
  const text = await readFile(join(profileFolder, portFileName), 'utf8').catch(() => '');
  const [, port, path] = /^(\d+)\r?\n(\/devtools\/browser\/\S+)/.exec(text) ?? [];
  if (port === undefined || path === undefined) return undefined;
  return { port: Number(port), browserUri: `ws://127.0.0.1:${port}${path}` };
}
