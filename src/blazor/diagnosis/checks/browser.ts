import type { DiagnosisFacts } from '../facts.ts';
import { noSession, notApplicable, ok, problem, type Verdict } from './check.ts';

/** Whether the browser can be debugged. */
export const browserCheck = {
  title: 'Browser',
  run({ session }: DiagnosisFacts): Verdict {
    if (session === undefined) return notApplicable(noSession);
    const { browser } = session;
    if (browser === undefined) {
      return problem('The session has no browser.', 'Start the session with a browser.');
    }
    if (/firefox|safari|webkit/i.test(browser.kind)) {
      return problem(
        `The browser is ${browser.kind}. C# is debugged in browsers of the Chromium family.`,
        'Start the session with Chrome, Edge or Chromium.',
      );
    }
    if (!browser.reachable) {
      return problem(
        `${browser.kind} does not answer at its debugging port.`,
        'Close the windows of that browser which the session opened, and start the session again.',
      );
    }
    return ok(`${browser.kind} answers at its debugging port.`);
  },
};
