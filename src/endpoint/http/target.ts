// What a request is for, read as RFC 9112, section 3.2.1, has it; never fails, whatever was sent.

import type { IncomingMessage } from 'node:http';

/** The path of a request, exactly as it was sent. */
export function pathOf({ url = '' }: IncomingMessage): string {
  return url.slice(0, queryStart(url));
}

/** The parameters that follow the path of a request. */
export function parametersOf({ url = '' }: IncomingMessage): URLSearchParams {
  return new URLSearchParams(url.slice(queryStart(url)));
}

/** Whether the query of a request has what none may have, such as a fragment, by which libraries cut it in other places. */
export function hasMalformedQuery({ url = '' }: IncomingMessage): boolean {
  return /[^\x21\x22\x24-\x7e]/.test(url.slice(queryStart(url)));
}

function queryStart(url: string): number {
  const mark = url.indexOf('?');
  return mark < 0 ? url.length : mark;
}
