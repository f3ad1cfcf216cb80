import { setTimeout as pause } from 'node:timers/promises';

/**
 * A text of the size of the measured page's frames. The editor sends bytes of a suite, which is no extension with a
 * version of the editor, as numbers.
 */
const message = 'x'.repeat(120_000);

const messages = 60;
/** The first ones only warm up. */
const warmUp = 10;
/** Between two messages, in milliseconds. */
const restTime = 50;

/** Returns the times from a message of a frame's size to its short response, in milliseconds. */
export async function measureChannel(
  send: (message: string) => void,
  nextResponse: () => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < warmUp + messages; count++) {
    await pause(restTime);
    const responding = nextResponse();
    const sent = performance.now();
    send(message);
    await responding;
    if (count >= warmUp) times.push(performance.now() - sent);
  }
  return times;
}
