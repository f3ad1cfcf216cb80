import type { DiagnosisFacts } from '../facts.ts';
import { noSession, notApplicable, ok, problem, type Verdict } from './check.ts';

/** Whether the proxy that knows C# is there, and the debugger goes through it. */
export const debugProxyCheck = {
  title: 'Debug proxy',
  run({ session }: DiagnosisFacts): Verdict {
    if (session === undefined) return notApplicable(noSession);
    const { proxy, isAttached } = session;
    if (proxy === undefined) {
      return problem(
        'No debug proxy stands between debugger and browser, so only JavaScript is debugged.',
        'Restore the client project (`dotnet restore`) and start the session again: the proxy comes with its package Microsoft.AspNetCore.Components.WebAssembly.DevServer.',
      );
    }
    const name = `${proxy.kind === 'own' ? "The session's" : "The app's"} debug proxy`;
    if (!proxy.reachable) return unreachable(name, proxy.kind);
    if (!isAttached) {
      return problem(
        `${name} answers, but the debugger is not attached to the page.`,
        'Stop the session and start it again, so that the debugger opens the page itself.',
      );
    }
    return ok(`${name}${proxy.version === undefined ? '' : ` (${proxy.version})`} is attached.`);
  },
};

function unreachable(name: string, kind: 'own' | 'app'): Verdict {
  return kind === 'own'
    ? problem(`${name} does not answer.`, 'Stop the session and start it again.')
    : problem(
        `${name} does not answer. It serves only the browser that asked it first after the app's start.`,
        'Stop the app as well as the session, and start both again.',
      );
}
