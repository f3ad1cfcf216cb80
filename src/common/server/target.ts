// Parses the target of a request (RFC 9112, section 3.2.1). Never fails.

import type { IncomingMessage } from 'node:http';

/** Returns the path of a request, as it was sent. */
export function getPath({ url = '' }: IncomingMessage): string {
  return url.slice(0, queryStart(url));
}

/** Returns the query parameters of a request. */
export function getParameters({ url = '' }: IncomingMessage): URLSearchParams {
  return new URLSearchParams(url.slice(queryStart(url)));
}

/** Whether the query of a request has invalid characters, such as a fragment, which libraries parse differently. */
export function hasMalformedQuery({ url = '' }: IncomingMessage): boolean {
  return /[^\x21\x22\x24-\x7e]/.test(url.slice(queryStart(url)));
}

function queryStart(url: string): number {
  const mark = url.indexOf('?');
  return mark < 0 ? url.length : mark;
}
