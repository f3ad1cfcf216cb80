import type { IncomingMessage } from 'node:http';

/** What a request is for: its path exactly as it was sent, and its parameters. */
export interface Target {
  readonly path: string;
  readonly parameters: URLSearchParams;
}

/** Reads the target as RFC 9112, section 3.2.1, has it; never fails, whatever was sent. */
export function targetOf(request: IncomingMessage): Target {
  const { url = '' } = request;
  const mark = url.indexOf('?');
  const end = mark < 0 ? url.length : mark;
  return {
    path: url.slice(0, end),
    get parameters() {
      return new URLSearchParams(url.slice(end));
    },
  };
}
