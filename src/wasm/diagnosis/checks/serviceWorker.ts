import { localize } from '../../../common/localization.ts';
import { localizePhrase } from '../../../common/phrases.ts';
import type { DiagnosisFacts, ServiceWorkerScript } from '../facts.ts';
import {
  joinNames,
  noSession,
  notApplicable,
  ok,
  problem,
  unknown,
  type Verdict,
  warning,
} from './check.ts';
import { runsOtherConfiguration } from './evidence.ts';

function toUnregister(): string {
  return localize(
    "Unregister the service worker (the browser's developer tools, Application, Service workers) and reload the page.",
  );
}

/** Whether a service worker may serve files of an earlier build. */
export const serviceWorkerCheck = {
  getTitle: () => localize('Service worker'),
  run(facts: DiagnosisFacts): Verdict {
    const { session, served } = facts;
    if (session === undefined) return notApplicable(noSession());
    const { page } = session;
    if (page === undefined)
      return unknown(localize('The service workers are unknown, because no session is running.'));
    if ('problem' in page) {
      return unknown(
        localize('The service workers are unknown: {reason}.', {
          reason: localizePhrase(page.problem),
        }),
      );
    }
    const { controlled, scopes } = page.serviceWorker;
    if (!controlled && scopes.length === 0) return ok(localize('No service worker is registered.'));
    const script = served.kind === 'app' ? served.serviceWorker : undefined;
    if (script === 'passing' && !(controlled && runsOtherConfiguration(facts))) {
      return ok(
        localize(
          'A service worker is registered. The one that the app serves does not cache anything.',
        ),
      );
    }
    const who = controlled
      ? localize('A service worker controls the page.')
      : localize(
          'A service worker is registered for {list} and will control the page after a reload.',
          { list: joinNames(scopes) },
        );
    const finding = `${who} ${getReason(script)}`;
    return controlled ? problem(finding, toUnregister()) : warning(finding, toUnregister());
  },
};

function getReason(script: ServiceWorkerScript | undefined): string {
  switch (script) {
    case 'caching':
      return localize(
        'The one that the app serves is for published apps. It caches all files of the build with which it was installed, including symbols and assemblies.',
      );
    case 'none':
      return localize(
        'The app serves none, so it belongs to an earlier app at the same address and serves the files of that app.',
      );
    case 'passing':
      return localize(
        'It was installed by an earlier version of the app, possibly a published one, and serves the files of that version.',
      );
    case undefined:
      return localize('It may serve files of an earlier build.');
  }
}
