// Shared by all servers of the process, since there is one event loop.
let count = 0;

/** Counts a request that was not refused. */
export function countRequest(): void {
  count++;
}

/** Returns the number of requests so far. */
export function getRequestCount(): number {
  return count;
}
