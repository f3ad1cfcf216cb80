import { localize } from '../../../common/localization.ts';
import type { RunPlace } from '../../runtime/runPlace.ts';
import type { DiagnosisFacts } from '../facts.ts';
import { noSession, notApplicable, ok, problem, type Verdict } from './check.ts';

/** Whether the browser can be debugged. */
export const browserCheck = {
  getTitle: () => localize('Browser'),
  run({ session }: DiagnosisFacts): Verdict {
    if (session === undefined) return notApplicable(noSession());
    const { browser } = session;
    if (browser === undefined) {
      return problem(
        localize('The session has no browser.'),
        localize('Start the session with a browser.'),
      );
    }
    if (/firefox|safari|webkit/i.test(browser.kind)) {
      return problem(
        localize('The browser is {kind}. C# can be debugged in Chromium-based browsers only.', {
          kind: browser.kind,
        }),
        localize('Start the session with Chrome, Edge or Chromium.'),
      );
    }
    if (!browser.reachable) {
      return problem(
        localize('{kind} does not respond on its debugging port.', { kind: browser.kind }),
        localize('Close the browser windows of the session and start the session again.'),
      );
    }
    return (
      placeProblem(session.place) ??
      ok(localize('{kind} responds on its debugging port.', { kind: browser.kind }))
    );
  },
};

/** The debug proxy only supports code that runs in the page itself. */
function placeProblem(place: RunPlace | undefined): Verdict | undefined {
  switch (place?.kind) {
    case 'server':
      return problem(
        localize(
          "The page's components run on the server: with render mode Auto, Blazor uses WebAssembly only from the next visit on.",
        ),
        localize('Reload the page. To stop in these components before that, debug the server.'),
      );
    case 'frame':
      return problem(
        localize("The app runs in an iframe, where the .NET debug proxy can't debug C#."),
        place.url === ''
          ? localize('Open the app in a page of its own.')
          : localize('Open {url} in a page of its own.', { url: place.url }),
      );
    case 'page':
    case 'nowhere':
    case undefined:
      return undefined;
  }
}
