import { localize } from '../../../common/localization.ts';
import type { DiagnosisFacts } from '../facts.ts';
import { noSession, notApplicable, ok, problem, type Verdict } from './check.ts';

/** Whether there is a debug proxy, and the debugger uses it. */
export const debugProxyCheck = {
  getTitle: () => localize('Debug proxy'),
  run({ session }: DiagnosisFacts): Verdict {
    if (session === undefined) return notApplicable(noSession());
    const { proxy, isAttached } = session;
    if (proxy === undefined) {
      return problem(
        localize(
          'There is no debug proxy between the debugger and the browser, so only JavaScript can be debugged.',
        ),
        localize(
          'Restore the client project (`dotnet restore`) and start the session again. The proxy is part of the package Microsoft.AspNetCore.Components.WebAssembly.DevServer.',
        ),
      );
    }
    const name =
      proxy.kind === 'own'
        ? localize("The session's debug proxy")
        : localize("The app's debug proxy");
    if (!proxy.reachable) return unreachable(name, proxy.kind);
    if (!isAttached) {
      return problem(
        localize('{name} responds, but the debugger is not attached to the page.', { name }),
        localize('Stop the session and start it again.'),
      );
    }
    const version = proxy.version === undefined ? '' : ` (${proxy.version})`;
    return ok(localize('{name} is attached.', { name: `${name}${version}` }));
  },
};

function unreachable(name: string, kind: 'own' | 'app'): Verdict {
  return kind === 'own'
    ? problem(
        localize('{name} does not respond.', { name }),
        localize('Stop the session and start it again.'),
      )
    : problem(
        localize(
          '{name} does not respond. It serves only the first browser that requested it after the start of the app.',
          { name },
        ),
        localize('Stop the app and the session, and start both again.'),
      );
}
