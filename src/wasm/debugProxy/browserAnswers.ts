import { WebSocket } from 'ws';
import { type Clock, withTimeout } from '../../common/clock.ts';

/** How long a browser may take to respond through a proxy, in milliseconds. */
const answerWait = 5_000;

/**
 * Whether a browser responds at a WebSocket address, directly or through a proxy. A proxy takes about 200 ms
 * for the first request and 10 ms for later ones, so an early call spares the debugger this delay.
 */
export async function browserAnswers(uri: string, clock: Clock): Promise<boolean> {
  const socket = new WebSocket(uri, { perMessageDeflate: false });
  const answer = new Promise<boolean>((resolve) => {
    socket.once('open', () => socket.send(JSON.stringify({ id: 1, method: 'Browser.getVersion' })));
    socket.once('message', (data: Buffer) =>
      resolve(data.toString('utf8').includes('"protocolVersion"')),
    );
    socket.on('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
  try {
    return await withTimeout(clock, answerWait, answer, false);
  } finally {
    socket.terminate();
  }
}
