import { GivenUp } from './held.ts';

/** What `promise` gives; rejects with {@link GivenUp} if the launch is released before. */
export async function untilReleased<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  let giveUp: () => void = () => undefined;
  const released = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(new GivenUp());
  });
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  try {
    return await Promise.race([promise, released]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
