import { WebSocket } from 'ws';
import * as z from 'zod/mini';
import type { Clock } from '../../common/clock.ts';

/** How long a process may take to begin its wait, in milliseconds. */
const waitTimeout = 10_000;

/** Whether a process waits, or doesn't tell: Node before 20.12. */
const waits = z.union([
  z.object({ method: z.literal('NodeRuntime.waitingForDebugger') }),
  z.object({ id: z.literal(1), error: z.unknown() }),
]);
const released = z.object({ id: z.literal(2) });

/** Lets a process run that waits for a debugger, or is about to, as soon as it can be reached. */
export function releaseFromInspector(url: string, clock: Clock): void {
  const socket = new WebSocket(url);
  const ask = (id: number, method: string) => socket.send(JSON.stringify({ id, method }));
  socket.on('error', () => socket.terminate());
  socket.once('open', () => {
    // A process that ends waits for its debugger to disconnect.
    const timer = clock.after(waitTimeout, () => socket.terminate());
    socket.once('close', () => timer.dispose());
    ask(1, 'NodeRuntime.enable');
  });
  socket.on('message', (data: Buffer) => {
    const message: unknown = JSON.parse(data.toString());
    if (waits.safeParse(message).success) ask(2, 'Runtime.runIfWaitingForDebugger');
    if (released.safeParse(message).success) socket.close();
  });
}
