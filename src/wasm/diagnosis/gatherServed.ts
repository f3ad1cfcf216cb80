import type { Clock } from '../../common/clock.ts';
import { definePhrases } from '../../common/phrases.ts';
import { type BootConfiguration, parseBootConfiguration } from './bootConfiguration.ts';
import type {
  ServedApp,
  ServedAssembly,
  ServedSymbols,
  ServiceWorkerScript,
  TriedFile,
} from './facts.ts';
import { describeFailure, type HttpAnswer, httpGet, isPage } from './httpGet.ts';
import { readPdb } from './portablePdb.ts';
import { getBootFiles, getRoot, shown } from './startPage.ts';

const reasons = definePhrases({ noAddress: 'its address is not valid' });

/** Downloads the boot configuration and the symbols of `names` from a running app. */
export async function gatherServed(
  pageUrl: string,
  names: (boot: BootConfiguration) => readonly string[],
  clock: Clock,
): Promise<ServedApp> {
  if (!URL.canParse(pageUrl)) return { kind: 'silent', url: '', reason: reasons.noAddress() };
  const url = shown(pageUrl);
  let page: HttpAnswer;
  try {
    page = await httpGet(new URL(pageUrl), clock);
  } catch (error) {
    return { kind: 'silent', url, reason: describeFailure(error) };
  }
  const root = getRoot(page);
  const tried: TriedFile[] = [];
  for (const file of getBootFiles(page)) {
    const boot = await gatherBoot(new URL(file, root), clock);
    if (typeof boot === 'string') {
      tried.push({ file, answer: boot });
      continue;
    }
    const folder = new URL('.', new URL(file, root));
    const assemblies = await Promise.all(
      names(boot).map((name) => gatherAssembly(name, boot, folder, clock)),
    );
    const found = assemblies.filter((assembly) => assembly !== undefined);
    const serviceWorker = await gatherServiceWorker(root, clock);
    return { kind: 'app', url, boot, assemblies: found, serviceWorker };
  }
  return { kind: 'no app', url, tried };
}

async function gatherBoot(
  url: URL,
  clock: Clock,
): Promise<BootConfiguration | TriedFile['answer']> {
  const answer = await httpGet(url, clock).catch(() => undefined);
  if (answer === undefined) return 'no configuration';
  if (answer.status !== 200) return `status ${answer.status}`;
  if (isPage(answer)) return 'page';
  return parseBootConfiguration(answer.body.toString('utf8')) ?? 'no configuration';
}

/** Returns `undefined` for an assembly that the page doesn't load. */
async function gatherAssembly(
  name: string,
  boot: BootConfiguration,
  folder: URL,
  clock: Clock,
): Promise<ServedAssembly | undefined> {
  const assembly = boot.assemblies.find((file) => file.name === name);
  if (assembly === undefined) return undefined;
  const symbols = boot.symbols.find((file) => file.name === name);
  return {
    name,
    file: assembly.file,
    symbolsFile: symbols?.file,
    symbols:
      symbols === undefined
        ? { kind: 'not listed' }
        : await gatherSymbols(symbols.file, folder, clock),
  };
}

async function gatherSymbols(file: string, folder: URL, clock: Clock): Promise<ServedSymbols> {
  try {
    const answer = await httpGet(new URL(file, folder), clock);
    if (answer.status !== 200) return { kind: 'refused', status: answer.status };
    return isPage(answer) ? { kind: 'page' } : readPdb(answer.body);
  } catch (error) {
    return { kind: 'failed', reason: describeFailure(error) };
  }
}

/** Distinguishes the template's script for published apps, which fills a cache, from the one for development. */
async function gatherServiceWorker(root: URL, clock: Clock): Promise<ServiceWorkerScript> {
  const answer = await httpGet(new URL('service-worker.js', root), clock).catch(() => undefined);
  if (answer === undefined || answer.status !== 200 || isPage(answer)) return 'none';
  return /\bcaches\s*\.\s*(open|match)\b/.test(answer.body.toString('utf8'))
    ? 'caching'
    : 'passing';
}
