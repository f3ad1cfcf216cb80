import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { jsonType, sendJson } from './send.ts';

/** A JSON text that contains an array, between `head` and `tail`. The items are encoded one by one. */
export interface EncodedList {
  readonly head: string;
  readonly items: Iterable<string>;
  readonly tail: string;
}

/** The length at which a part is sent, in UTF-16 code units. */
const partLength = 64 * 1024;

/** Sends a list in parts as the client reads them, so that a long one is never joined to a single string. */
export function sendList(response: ServerResponse, list: EncodedList): void {
  const parts = joinParts(list);
  const first = parts.next().value ?? '';
  const second = parts.next();
  if (second.done === true) return sendJson(response, first);
  response.writeHead(200, { 'Content-Type': jsonType });
  const all = Readable.from(concatenate([first, second.value], parts));
  // It fails only if the client has disconnected.
  void pipeline(all, response).catch(() => undefined);
}

/** Joins the texts of a list into parts that are long enough for a write of their own. */
export function* joinParts({ head, items, tail }: EncodedList): Generator<string, undefined> {
  let part = head;
  let separator = '';
  for (const item of items) {
    part += separator + item;
    separator = ',';
    if (part.length < partLength) continue;
    yield part;
    part = '';
  }
  yield part + tail;
}

function* concatenate(first: readonly string[], rest: Iterable<string>): Generator<string> {
  yield* first;
  yield* rest;
}
