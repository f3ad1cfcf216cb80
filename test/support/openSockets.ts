import { until } from './waiting.ts';

/** How many TCP sockets and servers this process holds, its own clients' included. */
export function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP')).length;
}

/** Resolves when no more sockets are held than `before`. */
export async function untilSocketsAreBackTo(before: number): Promise<void> {
  await until(`no more than ${before} sockets are held`, () => openSockets() <= before);
}
