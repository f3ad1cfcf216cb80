import { HumanError } from '../../common/humanError.ts';
import type { PortHolder } from './portHolder.ts';
import type { ServerPlan } from './serverPlan.ts';

/** Who listens where a server was to listen. */
export type PortOwner =
  | { readonly kind: 'unknown' }
  | ({ readonly kind: 'process' } & PortHolder)
  | { readonly kind: 'own server'; readonly name: string };

/** The failure of a server whose port somebody else has. */
export function portTaken(plan: ServerPlan, port: number, owner: PortOwner): HumanError {
  const way =
    plan.profile === undefined
      ? 'give another address in ASPNETCORE_URLS'
      : `give another port in applicationUrl of the launch profile ${plan.profile} in Properties/launchSettings.json`;
  return new HumanError(
    'PortTaken',
    `${plan.name} can't be served at port ${port}, since ${ownerText(owner)} listens there. ${endText(owner)}, or ${way}.`,
  );
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

function endText(owner: PortOwner): string {
  return owner.kind === 'own server' ? 'Stop its session' : 'End that program';
}

/** The failure of a server that serves https and has no certificate. */
export function certificateMissing(plan: ServerPlan): HumanError {
  return new HumanError(
    'CertificateMissing',
    `${plan.name} serves https only, but this machine has no development certificate. Create one with: dotnet dev-certs https --trust. Or choose a launch profile whose applicationUrl has an http address.`,
  );
}

/** The failure of a server that ended before it listened. */
export function serverNotStarted(
  plan: ServerPlan,
  exitCode: number | undefined,
  lines: readonly string[],
): HumanError {
  const code = exitCode === undefined ? '' : ` with exit code ${exitCode}`;
  return new HumanError(
    'ServerNotStarted',
    `The server of ${plan.name} ended${code} before it listened. ${lastWords(lines)}`,
  );
}

/** The failure of a server that did not listen within the limit, in milliseconds. */
export function serverNotReady(
  plan: ServerPlan,
  limit: number,
  lines: readonly string[],
): HumanError {
  return new HumanError(
    'ServerNotReady',
    `The server of ${plan.name} did not listen within ${limit / 1_000} seconds, and was ended. ${lastWords(lines)}`,
  );
}

/** The failure of a server that is to be restarted and has ended meanwhile. */
export function serverEnded(plan: ServerPlan): HumanError {
  return new HumanError(
    'ServerEnded',
    `The server of ${plan.name} can't be restarted, since it has ended. Start its session again.`,
  );
}

function lastWords(lines: readonly string[]): string {
  return lines.length === 0
    ? 'It wrote nothing; start it by itself with dotnet run to see why.'
    : `Correct what it wrote last:\n${lines.join('\n')}`;
}
