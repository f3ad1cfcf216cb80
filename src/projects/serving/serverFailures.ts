import type { HumanError } from '../../common/humanError.ts';
import { definePhrases } from '../../common/phrases.ts';
import { projectErrors } from '../errors.ts';
import type { PortHolder } from './portHolder.ts';
import type { ServerPlan } from './serverPlan.ts';

/** What uses the port of a server. */
export type PortOwner =
  | { readonly kind: 'unknown' }
  | ({ readonly kind: 'process' } & PortHolder)
  | { readonly kind: 'own server'; readonly name: string };

const phrases = definePhrases({
  itsSession: 'its session',
  thatProgram: 'that program',
  anotherProgram: 'another program',
  ownServer: '{name}, started by this window,',
  otherProcess: '{program} (process {pid})',
  setAddress: 'set another address in ASPNETCORE_URLS',
  setPort:
    'set another port in applicationUrl of the launch profile {profile} in Properties/launchSettings.json',
  withExitCode: ' with exit code {exitCode}',
  noOutput: 'It wrote no output. Start it with dotnet run to see why.',
  lastOutput: 'Its last output:\n{output}',
});

/** The failure of a server whose port another program has. */
export function portTaken(plan: ServerPlan, port: number, owner: PortOwner): HumanError {
  return projectErrors.PortTaken({
    project: plan.name,
    port,
    owner: ownerText(owner),
    stopped: owner.kind === 'own server' ? phrases.itsSession() : phrases.thatProgram(),
    alternative:
      plan.profile === undefined
        ? phrases.setAddress()
        : phrases.setPort({ profile: plan.profile }),
  });
}

function ownerText(owner: PortOwner): string {
  switch (owner.kind) {
    case 'own server':
      return phrases.ownServer({ name: owner.name });
    case 'process':
      return phrases.otherProcess({ program: owner.program, pid: owner.pid });
    case 'unknown':
      return phrases.anotherProgram();
  }
}

/** Returns the error of a server that ended before it listened. */
export function serverNotStarted(
  plan: ServerPlan,
  exitCode: number | undefined,
  lines: readonly string[],
): HumanError {
  return projectErrors.ServerNotStarted({
    project: plan.name,
    exitCode: exitCode === undefined ? '' : phrases.withExitCode({ exitCode }),
    output: lastOutput(lines),
  });
}

/** Returns the error of a server that did not listen within the limit, in milliseconds. */
export function serverNotReady(
  plan: ServerPlan,
  limit: number,
  lines: readonly string[],
): HumanError {
  const seconds = limit / 1_000;
  return projectErrors.ServerNotReady({ project: plan.name, seconds, output: lastOutput(lines) });
}

function lastOutput(lines: readonly string[]): string {
  return lines.length === 0 ? phrases.noOutput() : phrases.lastOutput({ output: lines.join('\n') });
}
