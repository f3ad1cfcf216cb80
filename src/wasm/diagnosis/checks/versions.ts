import { compareVersions, getMajor } from '../../../dotnet/sdk/nugetVersion.ts';
import type { DiagnosisFacts } from '../facts.ts';
import { noSession, notApplicable, ok, problem, unknown, type Verdict } from './check.ts';

/** Whether the proxy is compatible with the runtime in the page. */
export const versionsCheck = {
  title: 'Runtime and proxy versions',
  run({ session }: DiagnosisFacts): Verdict {
    if (session === undefined) return notApplicable(noSession);
    const { proxy, page } = session;
    if (proxy === undefined) return notApplicable('There is no debug proxy.');
    if (page === undefined)
      return unknown('The version of the page is unknown, because no session is running.');
    if ('problem' in page)
      return unknown(`The version of the page is unknown: ${page.problem.replace(/\.$/, '')}.`);
    const [there, here] = [parse(page.runtimeVersion), parse(proxy.version)];
    if (there === undefined || here === undefined) {
      return unknown(
        `The version of the ${there === undefined ? 'runtime' : 'proxy'} is not known.`,
      );
    }
    return evaluate(there, here, proxy.kind);
  },
};

function evaluate(there: string, here: string, kind: 'own' | 'app'): Verdict {
  const holder =
    kind === 'own'
      ? 'Microsoft.AspNetCore.Components.WebAssembly.DevServer in the client project'
      : 'Microsoft.AspNetCore.Components.WebAssembly.Server or .DevServer of the app';
  const fix = `Set the version of ${holder} to ${there}, restore it and start the session again.`;
  if (getMajor(there) !== getMajor(here)) {
    return problem(`The page runs .NET ${there}, but the debug proxy is for ${here}.`, fix);
  }
  if (compareVersions(here, there) < 0) {
    return problem(`The debug proxy (${here}) is older than the page's runtime (${there}).`, fix);
  }
  return ok(`The page runs .NET ${there}, and the debug proxy is for ${here}.`);
}

/** The version itself, without what runtimes write around it. */
function parse(version: string | undefined): string | undefined {
  return /^v?(\d+\.\d+\.\d+(?:-[\w.-]+)?)/.exec(version ?? '')?.[1];
}
