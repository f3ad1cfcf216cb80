import type { RunPlace } from '../../runtime/runPlace.ts';
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
        `The browser is ${browser.kind}. C# can be debugged in Chromium-based browsers only.`,
        'Start the session with Chrome, Edge or Chromium.',
      );
    }
    if (!browser.reachable) {
      return problem(
        `${browser.kind} does not respond on its debugging port.`,
        'Close the browser windows of the session and start the session again.',
      );
    }
    return placeProblem(session.place) ?? ok(`${browser.kind} responds on its debugging port.`);
  },
};

/** The debug proxy only supports code that runs in the page itself. */
function placeProblem(place: RunPlace | undefined): Verdict | undefined {
  switch (place?.kind) {
    case 'server':
      return problem(
        "The page's components run on the server: with render mode Auto, Blazor uses WebAssembly only from the next visit on.",
        'Reload the page. To stop in these components before that, debug the server.',
      );
    case 'frame':
      return problem(
        `The app runs in an iframe, where the .NET debug proxy can't debug C#.`,
        place.url === ''
          ? 'Open the app in a page of its own.'
          : `Open ${place.url} in a page of its own.`,
      );
    case 'page':
    case 'nowhere':
    case undefined:
      return undefined;
  }
}
