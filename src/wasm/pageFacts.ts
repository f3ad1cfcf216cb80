import type { Clock } from '../common/clock.ts';
import { type FolderLink, openedPath } from '../dotnet/files/folderLink.ts';
import type { ProjectFacts } from '../dotnet/evaluate/projectFacts.ts';
import type { BrowserKind } from '../launch/launchPlan.ts';
import type { Page } from '../browser/page/page.ts';
import { type RunPlace, runPlace } from './runtime/runPlace.ts';
import type { PageProxy } from './debugProxy/debugProxies.ts';
import type { PageAnswer, SessionFacts } from './diagnosis/facts.ts';
import type { LaunchScope } from '../common/launchScope.ts';
import type { PageAttachment, PageBreakpoint, PageDebugging } from './pageDebugger.ts';
import { isElsewhere, UnboundWatch } from './unboundWatch.ts';
import { getMessage } from '../common/log.ts';
import { definePhrases } from '../common/phrases.ts';
import { runtimeState } from './runtime/wasmPage.ts';

const problems = definePhrases({ noRuntime: 'no .NET runtime is up in the page' });

/** Queries the .NET runtime of a page for a diagnosis. Never rejects. */
async function readPageAnswer(page: Page): Promise<PageAnswer | { problem: string }> {
  try {
    const { runtime, serviceWorkers } = await runtimeState(page);
    if (runtime === undefined) return { problem: problems.noRuntime() };
    const { debugLevel, productVersion } = runtime;
    const serviceWorker = {
      controlled: serviceWorkers?.isControlled ?? false,
      scopes: serviceWorkers?.scopes ?? [],
    };
    return {
      serviceWorker,
      ...(productVersion !== undefined && { runtimeVersion: productVersion }),
      ...(debugLevel !== undefined && { debugLevel }),
    };
  } catch (error) {
    return { problem: getMessage(error) };
  }
}

/** An open page with its debugger. */
export interface ShownAt {
  readonly url: string;
  readonly browser: { readonly kind: BrowserKind; readonly page: Page };
  readonly proxy: PageProxy | undefined;
  readonly attachment: PageAttachment;
}

export interface PageFactsOptions extends Pick<
  PageDebugging,
  'csharpSettings' | 'unbound' | 'arrived'
> {
  readonly clock: Clock;
  readonly title: string;
  readonly client: ProjectFacts | undefined;
  /** The symbolic link through which the client's sources were opened. */
  readonly link: FolderLink | undefined;
  readonly scope: LaunchScope;
}

/** Gathers the current facts of a page, its browser and its debugger. Never rejects. */
export async function gatherPageFacts(
  { attachment, browser, proxy, url }: ShownAt,
  { csharpSettings, link }: PageFactsOptions,
): Promise<SessionFacts> {
  const [page, place] = await Promise.all([
    readPageAnswer(browser.page),
    runPlace(browser.page).catch(() => undefined),
  ]);
  return {
    url,
    proxy: proxy && { ...proxy, reachable: proxy.isReachable() },
    isAttached: true,
    browser: { kind: browser.kind, reachable: true },
    page,
    place,
    hasRelay: csharpSettings().debugRelay,
    breakpoints: attachment.breakpoints().map((one) => ({ ...one, path: realPath(one, link) })),
  };
}

/** Watches for breakpoints that the page does not stop at, and says why. The caller disposes of it. */
export function watchUnbound(shown: ShownAt, options: PageFactsOptions): UnboundWatch {
  return new UnboundWatch({
    clock: options.clock,
    breakpoints: () => shown.attachment.breakpoints(),
    place: () => runPlace(shown.browser.page),
    unbound: (breakpoints, place) => void tellUnbound({ breakpoints, place }, shown, options),
    arrived: options.arrived,
  });
}

async function tellUnbound(
  { breakpoints, place }: { breakpoints: readonly PageBreakpoint[]; place: RunPlace },
  shown: ShownAt,
  options: PageFactsOptions,
): Promise<void> {
  const { client, clock, scope, link, title, unbound } = options;
  const inputs = {
    session: { ...(await gatherPageFacts(shown, options)), place },
    ...(client && { project: client }),
    workspaceFolders: [],
    extensions: [],
    settings: { debugger: 'javascript' },
  };
  const [{ gatherFacts }, { explainUnbound }] = await Promise.all([
    import('./diagnosis/gather.ts'),
    import('./diagnosis/explainUnbound.ts'),
  ]);
  const facts = await gatherFacts(inputs, clock);
  if (scope.signal.aborted) return;
  const real = breakpoints.map((one) => ({ ...one, path: realPath(one, link), shown: one.path }));
  const explained = explainUnbound(real, facts);
  if (explained.length === 0) return;
  unbound(
    title,
    explained.map(({ shown: path, ...one }) => ({
      ...one,
      path,
      ...(isElsewhere(place) && { isElsewhere: true }),
    })),
  );
}

/** Returns the path of a source in symbols. */
function realPath({ path }: PageBreakpoint, link: FolderLink | undefined): string {
  return openedPath(path, link && { opened: link.real, real: link.opened });
}
