import { localize } from '../../../common/localization.ts';
import { localizePhrase } from '../../../common/phrases.ts';
import { compareVersions, getMajor } from '../../../dotnet/sdk/nugetVersion.ts';
import type { DiagnosisFacts } from '../facts.ts';
import { noSession, notApplicable, ok, problem, unknown, type Verdict } from './check.ts';

/** Whether the proxy is compatible with the runtime in the page. */
export const versionsCheck = {
  getTitle: () => localize('Runtime and proxy versions'),
  run({ session }: DiagnosisFacts): Verdict {
    if (session === undefined) return notApplicable(noSession());
    const { proxy, page } = session;
    if (proxy === undefined) return notApplicable(localize('There is no debug proxy.'));
    if (page === undefined)
      return unknown(
        localize('The version of the page is unknown, because no session is running.'),
      );
    if ('problem' in page)
      return unknown(
        localize('The version of the page is unknown: {reason}.', {
          reason: localizePhrase(page.problem),
        }),
      );
    const [there, here] = [parse(page.runtimeVersion), parse(proxy.version)];
    if (there === undefined || here === undefined) {
      return unknown(
        there === undefined
          ? localize('The version of the runtime is not known.')
          : localize('The version of the proxy is not known.'),
      );
    }
    return evaluate(there, here, proxy.kind);
  },
};

function evaluate(there: string, here: string, kind: 'own' | 'app'): Verdict {
  const holder =
    kind === 'own'
      ? localize('Microsoft.AspNetCore.Components.WebAssembly.DevServer in the client project')
      : localize('Microsoft.AspNetCore.Components.WebAssembly.Server or .DevServer of the app');
  const fix = localize(
    'Set the version of {holder} to {there}, restore it and start the session again.',
    { holder, there },
  );
  if (getMajor(there) !== getMajor(here)) {
    return problem(
      localize('The page runs .NET {there}, but the debug proxy is for {here}.', { there, here }),
      fix,
    );
  }
  if (compareVersions(here, there) < 0) {
    return problem(
      localize("The debug proxy ({here}) is older than the page's runtime ({there}).", {
        here,
        there,
      }),
      fix,
    );
  }
  return ok(
    localize('The page runs .NET {there}, and the debug proxy is for {here}.', { there, here }),
  );
}

/** The version itself, without what runtimes write around it. */
function parse(version: string | undefined): string | undefined {
  return /^v?(\d+\.\d+\.\d+(?:-[\w.-]+)?)/.exec(version ?? '')?.[1];
}
