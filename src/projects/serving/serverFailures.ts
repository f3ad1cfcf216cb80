import type { HumanError } from '../../common/humanError.ts';
import { projectErrors } from '../errors.ts';
import type { PortHolder } from './portHolder.ts';
import type { ServerPlan } from './serverPlan.ts';

/** What uses the port of a server. */
export type PortOwner =
  | { readonly kind: 'unknown' }
  | ({ readonly kind: 'process' } & PortHolder)
  | { readonly kind: 'own server'; readonly name: string };

/** The failure of a server whose port another program has. */
export function portTaken(plan: ServerPlan, port: number, owner: PortOwner): HumanError {
  return projectErrors.PortTaken({
    project: plan.name,
    port,
    owner: ownerText(owner),
    stopped: owner.kind === 'own server' ? 'its session' : 'that program',
    alternative:
      plan.profile === undefined
        ? 'set another address in ASPNETCORE_URLS'
        : `set another port in applicationUrl of the launch profile ${plan.profile} in Properties/launchSettings.json`,
  });
}

function ownerText(owner: PortOwner): string {
  switch (owner.kind) {
    case 'own server':
      return `${owner.name}, started by this window,`;
    case 'process':
      return `${owner.program} (process ${owner.pid})`;
    case 'unknown':
      return 'another program';
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
    exitCode: exitCode === undefined ? '' : ` with exit code ${exitCode}`,
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
  return lines.length === 0
    ? 'It wrote no output. Start it with dotnet run to see why.'
    : `Its last output:\n${lines.join('\n')}`;
}
