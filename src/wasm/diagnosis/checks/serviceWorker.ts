import type { DiagnosisFacts, ServiceWorkerScript } from '../facts.ts';
import {
  listed,
  noSession,
  notApplicable,
  ok,
  problem,
  unknown,
  type Verdict,
  warning,
} from './check.ts';
import { runsOtherConfiguration } from './evidence.ts';

const unregister =
  "Unregister the service worker (the browser's developer tools, Application, Service workers) and reload the page.";

/** Whether a service worker may hand the page files of an earlier build. */
export const serviceWorkerCheck = {
  title: 'Service worker',
  run(facts: DiagnosisFacts): Verdict {
    const { session, served } = facts;
    if (session === undefined) return notApplicable(noSession);
    const { page } = session;
    if (page === undefined) return unknown('The page was not asked.');
    if ('problem' in page) {
      return unknown(`The page could not be asked: ${page.problem.replace(/\.$/, '')}.`);
    }
    const { controlled, scopes } = page.serviceWorker;
    if (!controlled && scopes.length === 0) return ok('No service worker is registered.');
    const script = served.kind === 'app' ? served.serviceWorker : undefined;
    if (script === 'passing' && !(controlled && runsOtherConfiguration(facts))) {
      return ok('A service worker is registered. The one that the app serves caches nothing.');
    }
    const who = controlled
      ? 'A service worker controls the page'
      : `A service worker is registered for ${listed(scopes)} and controls the page from its next load on`;
    const finding = `${who}. ${reasonOf(script)}`;
    return controlled ? problem(finding, unregister) : warning(finding, unregister);
  },
};

function reasonOf(script: ServiceWorkerScript | undefined): string {
  switch (script) {
    case 'caching':
      return 'The one that the app serves is made for published apps: it keeps all files of the build that it was installed with, symbols and assemblies too.';
    case 'none':
      return 'The app serves none, so this one is left from an app that was at the same address before, with its files.';
    case 'passing':
      return 'It was installed by an earlier version of the app, perhaps a published one, and answers with its files.';
    case undefined:
      return 'It may answer with the files of an earlier build.';
  }
}
