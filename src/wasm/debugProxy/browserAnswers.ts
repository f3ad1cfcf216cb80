import { WebSocket } from 'ws';
import { type Clock, within } from '../../common/clock.ts';

/** How long a browser may take to answer through a proxy, in milliseconds. */
const answerWait = 5_000;

/**
 * Whether a browser answers at a WebSocket address, behind a proxy or by itself. The first question to a
 * proxy takes it about 200 ms, later ones 10: asked early, a debugger needn't wait for that.
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
    return await within(clock, answerWait, answer, false);
  } finally {
    socket.terminate();
  }
}
