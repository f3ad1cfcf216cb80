import { WebSocket } from 'ws';
import { type Clock, withTimeout } from '../../common/clock.ts';
import type { LaunchContext } from '../../launch/launchPlan.ts';
import {
  type DebugProxy,
  type DebugProxyOptions,
  type DebugProxyPlan,
  startDebugProxy,
} from './debugProxy.ts';
import type { Outlet } from './relay/flow.ts';
import { RelayServer } from './relay/relayServer.ts';

/** How to start a debug proxy for any browser. */
export type ReusablePlan = Omit<DebugProxyPlan, 'devTools'>;

/** A debug proxy that can serve one browser after the other. Its owner closes it. */
export interface ReusableProxy {
  readonly proxy: Pick<DebugProxy, 'version' | 'ended' | 'inspectUri' | 'pid'>;
  /** Where it connects to browsers: the server of the relays between the two. */
  readonly server: RelayServer;
  /** Stops it and resolves when it has ended. */
  close(): Promise<void>;
}

/** How long a proxy may take to respond to the first command, in milliseconds. */
const answerTimeout = 5_000;

/** Identifies plans whose proxies do the same. */
export function getProxyKey({ host, justMyCode }: ReusablePlan, context: LaunchContext): string {
  return JSON.stringify([host.path, justMyCode, context.environment]);
}

/** Starts a debug proxy as {@link startDebugProxy} does. */
export async function startReusableProxy(
  plan: ReusablePlan,
  options: DebugProxyOptions,
  signal?: AbortSignal,
): Promise<ReusableProxy> {
  const server = await RelayServer.listen();
  try {
    const proxy = await startDebugProxy({ ...plan, devTools: server.address }, options, signal);
    const close = async (): Promise<void> => {
      server.dispose();
      await proxy.close();
    };
    return { proxy, server, close };
  } catch (error) {
    server.dispose();
    throw error;
  }
}

/**
 * Resolves to whether a proxy forwards a command to a browser and responds to it. The code that it needs for
 * this is compiled afterwards, so the next debugger connects faster.
 */
export async function tryProxy({ proxy, server }: ReusableProxy, clock: Clock): Promise<boolean> {
  const path = server.open('/devtools/browser/', refuseCommands);
  const debuggerSocket = new WebSocket(proxy.inspectUri(path.uri), { perMessageDeflate: false });
  const answered = new Promise<boolean>((resolve) => {
    debuggerSocket.once('open', () =>
      debuggerSocket.send(JSON.stringify({ id: 1, method: 'Target.getTargets' })),
    );
    debuggerSocket.once('message', () => resolve(true));
    // An error is followed by `close`.
    debuggerSocket.on('error', () => undefined);
    debuggerSocket.once('close', () => resolve(false));
  });
  const isAnswered = await withTimeout(clock, answerTimeout, answered, false);
  debuggerSocket.terminate();
  path.dispose();
  return isAnswered;
}

/** Answers a proxy as a browser that knows no command. */
function refuseCommands({ socket: proxySocket }: Outlet): void {
  proxySocket.on('error', () => undefined);
  proxySocket.on('message', (data: Buffer) => {
    const { id } = JSON.parse(data.toString('utf8')) as { id: number };
    const error = { code: -32601, message: 'not found' };
    proxySocket.send(JSON.stringify({ id, error }));
  });
}
