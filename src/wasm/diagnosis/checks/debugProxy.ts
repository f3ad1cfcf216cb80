import type { DiagnosisFacts } from '../facts.ts';
import { noSession, notApplicable, ok, problem, type Verdict } from './check.ts';

/** Whether there is a debug proxy, and the debugger uses it. */
export const debugProxyCheck = {
  title: 'Debug proxy',
  run({ session }: DiagnosisFacts): Verdict {
    if (session === undefined) return notApplicable(noSession);
    const { proxy, isAttached } = session;
    if (proxy === undefined) {
      return problem(
        'There is no debug proxy between the debugger and the browser, so only JavaScript can be debugged.',
        'Restore the client project (`dotnet restore`) and start the session again. The proxy is part of the package Microsoft.AspNetCore.Components.WebAssembly.DevServer.',
      );
    }
    const name = `${proxy.kind === 'own' ? "The session's" : "The app's"} debug proxy`;
    if (!proxy.reachable) return unreachable(name, proxy.kind);
    if (!isAttached) {
      return problem(
        `${name} responds, but the debugger is not attached to the page.`,
        'Stop the session and start it again.',
      );
    }
    return ok(`${name}${proxy.version === undefined ? '' : ` (${proxy.version})`} is attached.`);
  },
};

function unreachable(name: string, kind: 'own' | 'app'): Verdict {
  return kind === 'own'
    ? problem(`${name} does not respond.`, 'Stop the session and start it again.')
    : problem(
        `${name} does not respond. It serves only the first browser that requested it after the start of the app.`,
        'Stop the app and the session, and start both again.',
      );
}
