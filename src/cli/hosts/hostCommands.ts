import { stringify } from 'yaml';
import { hostEnvironmentSchema, type HostFacts } from '../../api/door/hostFacts.ts';
import { printable } from '../../common/printable.ts';
import type { EnvOptions, Format, HostChoice } from '../invocation.ts';
import { formatAge } from '../../common/age.ts';
import { formatList, formatValue, type View } from '../output/printed.ts';
import { createOutput } from '../output/terminal.ts';
import { chooseHost } from './chooseHost.ts';
import { findRunningHosts, type RunningHost } from './runningHosts.ts';

/** Connects to the host that is meant. Rejects with a HumanError if it isn't clear which one, or there is none. */
export async function connectHost(choice: HostChoice): Promise<RunningHost> {
  const caller = { currentFolder: process.cwd(), environment: process.env };
  return chooseHost(await findRunningHosts(), choice, caller);
}

/** How hosts are printed. */
export function createHostView(now: Date): View<HostFacts> {
  return {
    columns: [
      { title: 'PID', value: ({ pid }) => String(pid) },
      { title: 'KIND', value: ({ kind }) => kind },
      { title: 'AGE', value: ({ opened }) => formatAge(opened, now) },
      { title: 'WORKSPACE', value: ({ folders }) => folders.join(', ') },
    ],
    wide: [
      { title: 'PORT', value: ({ port }) => String(port) },
      { title: 'VERSION', value: ({ version }) => version },
    ],
    name: ({ pid }) => String(pid),
    list: (hosts) => ({ hosts }),
  };
}

/** Lists the running hosts. */
export async function printHosts({ format }: { readonly format: Format }): Promise<number> {
  const hosts = (await findRunningHosts()).map(({ facts }) => facts);
  const output = createOutput(process.stdout, process.env);
  output.write(formatList(hosts, format, createHostView(new Date()), output));
  return 0;
}

/** Shows one host. */
export async function printInfo(
  options: HostChoice & { readonly format: Format },
): Promise<number> {
  const { facts } = await connectHost(options);
  process.stdout.write(formatInfo(facts, options.format));
  return 0;
}

/** Formats what is known about a host. */
export function formatInfo(facts: HostFacts, format: Format): string {
  switch (format) {
    case 'json':
    case 'yaml':
      return formatValue(facts, format);
    case 'name':
      return `${facts.pid}\n`;
    case 'table':
    case 'wide':
      return [
        ['Pid', String(facts.pid)],
        ['Kind', facts.kind],
        ['Version', facts.version],
        ['Workspace', facts.folders.join(', ')],
        ['Endpoint', `https://localhost:${facts.port}`],
        ['Opened', facts.opened],
        ['Run mode', facts.runMode],
        ['Protocols', facts.protocols.join(', ')],
        ['Launch types', facts.launchTypes.join(', ')],
      ]
        .map(([name = '', value = '']) => `${`${name}:`.padEnd(15)}${printable(value)}\n`)
        .join('');
  }
}

/** Prints the variables by which controllers find a host. */
export async function printEnvironment({ format, mode, ...choice }: EnvOptions): Promise<number> {
  const { client } = await connectHost(choice);
  const answer = await client.send({ method: 'GET', path: '/host/environment', query: { mode } });
  process.stdout.write(formatEnvironment(hostEnvironmentSchema.parse(answer).env, format));
  return 0;
}

/** Formats variables: as commands of a POSIX shell, or as `serve --json` prints them. */
export function formatEnvironment(
  env: Readonly<Record<string, string>>,
  format: EnvOptions['format'],
): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ env })}\n`;
    case 'yaml':
      return stringify({ env });
    case 'shell':
      return Object.entries(env)
        .map(([name, value]) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`)
        .join('');
  }
}
