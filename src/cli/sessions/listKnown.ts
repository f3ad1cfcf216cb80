import { type KnownSession, knownSessionsSchema } from '../../api/door/knownSessions.ts';
import { formatAge } from '../../common/age.ts';
import { connectHost } from '../hosts/hostCommands.ts';
import type { HostChoice, Format } from '../invocation.ts';
import { formatList, type View } from '../output/printed.ts';
import { createOutput } from '../output/terminal.ts';

/** Lists the sessions of a host, and what can be started in its workspace. */
export async function listKnownSessions(
  options: HostChoice & { readonly format: Format },
  signal: AbortSignal,
): Promise<void> {
  const { client } = await connectHost(options);
  const answer = await client.send({ method: 'GET', path: '/host/known', signal });
  const { isSearching, items } = knownSessionsSchema.parse(answer);
  const output = createOutput(process.stdout, process.env);
  output.write(formatList(items, options.format, createKnownView(new Date()), output));
  if (isSearching) process.stderr.write('The workspace is still being searched.\n');
}

function createKnownView(now: Date): View<KnownSession> {
  return {
    columns: [
      { title: 'NAME', value: ({ name }) => name },
      { title: 'ORIGIN', value: ({ origin }) => origin },
      { title: 'STATE', value: ({ state = '' }) => state },
      { title: 'SEEN', value: ({ lastSeen = '' }) => formatAge(lastSeen, now) },
      { title: 'TARGET', value: ({ target = '' }) => target },
    ],
    wide: [],
    name: ({ name }) => name,
    list: (items) => ({ items }),
  };
}
