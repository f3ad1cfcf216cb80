import { setTimeout as pause } from 'node:timers/promises';

/** The size of the measured page's frames, in bytes. */
const messageSize = 120_000;

const messages = 60;
/** The first ones only warm up. */
const warmUp = 10;
/** Between two messages, in milliseconds. */
const restTime = 50;

/** Returns the times from a message of a frame's size to its short response, in milliseconds. */
export async function measureChannel(
  send: (bytes: Uint8Array) => void,
  nextResponse: () => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < warmUp + messages; count++) {
    await pause(restTime);
    const responding = nextResponse();
    const sent = performance.now();
    send(new Uint8Array(messageSize));
    await responding;
    if (count >= warmUp) times.push(performance.now() - sent);
  }
  return times;
}
