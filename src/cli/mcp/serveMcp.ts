import { serveStdio } from '@modelcontextprotocol/server/stdio';
import manifest from '../../../package.json' with { type: 'json' };
import { deferred } from '../../common/deferred.ts';
import { printable } from '../../common/printable.ts';
import type { McpOptions } from '../invocation.ts';
import { CommandToolHost } from './commandToolHost.ts';
import { createMcpServer } from './mcpServer.ts';

/** Serves the tools for language models over the standard streams, until the client closes them. */
export async function serveMcp(options: McpOptions): Promise<number> {
  const closed = deferred();
  for (const event of ['end', 'close'] as const) process.stdin.once(event, closed.resolve);
  process.stdout.once('error', () => closed.resolve());
  const host = new CommandToolHost(options);
  const handle = serveStdio(() => createMcpServer(host, manifest.version), {
    onerror: (error) => process.stderr.write(`${printable(error.message)}\n`),
  });
  await closed.promise;
  await handle.close();
  return 0;
}
