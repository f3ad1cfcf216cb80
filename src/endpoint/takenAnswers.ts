import type { ServerResponse } from 'node:http';
import { setImmediate as immediate } from 'node:timers/promises';

/**
 * Resolves, once the answer is out, to whether its caller was still there to take it.
 * One that had hung up shows that in what is still to be read from its socket.
 */
export async function wasTaken(response: ServerResponse): Promise<boolean> {
  const { socket } = response.req;
  await new Promise((resolve) => response.once('close', resolve));
  // From one immediate to the next, sockets are read.
  await immediate();
  await immediate();
  return response.writableFinished && socket.errored === null && !socket.readableEnded;
}
