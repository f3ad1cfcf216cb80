import type { DiagnosisFacts } from '../facts.ts';
import { noSession, notApplicable, ok, problem, unknown, type Verdict } from './check.ts';

interface Version {
  readonly numbers: readonly [major: number, minor: number, patch: number];
  /** Empty for a release. */
  readonly preview: string;
}

/** Whether the proxy understands the runtime in the page, whose data it reads. */
export const versionsCheck = {
  title: 'Versions of runtime and proxy',
  run({ session }: DiagnosisFacts): Verdict {
    if (session === undefined) return notApplicable(noSession);
    const { proxy, page } = session;
    if (proxy === undefined) return notApplicable('There is no debug proxy.');
    if (page === undefined) return unknown('The page was not asked for its version.');
    if ('problem' in page)
      return unknown(`The page did not say its version: ${page.problem.replace(/\.$/, '')}.`);
    const [there, here] = [parse(page.runtimeVersion), parse(proxy.version)];
    if (there === undefined || here === undefined) {
      return unknown(
        `The version of the ${there === undefined ? 'runtime' : 'proxy'} is not known.`,
      );
    }
    return judged(there, here, proxy.kind);
  },
};

function judged(runtime: Version, proxy: Version, kind: 'own' | 'app'): Verdict {
  const [there, here] = [text(runtime), text(proxy)];
  const holder =
    kind === 'own'
      ? 'Microsoft.AspNetCore.Components.WebAssembly.DevServer in the client project'
      : 'Microsoft.AspNetCore.Components.WebAssembly.Server or .DevServer of the app';
  const fix = `Set the version of ${holder} to ${there}, restore it and start the session again.`;
  if (runtime.numbers[0] !== proxy.numbers[0]) {
    return problem(`The page runs .NET ${there}, the debug proxy is one of ${here}.`, fix);
  }
  if (compare(proxy, runtime) < 0) {
    return problem(`The debug proxy (${here}) is older than the page's runtime (${there}).`, fix);
  }
  return ok(`The page runs .NET ${there}, the debug proxy is of ${here}.`);
}

function parse(version: string | undefined): Version | undefined {
  const [, major, minor, patch, preview = ''] =
    /^v?(\d+)\.(\d+)\.(\d+)(?:-([\w.-]+))?/.exec(version ?? '') ?? [];
  if (major === undefined) return undefined;
  return { numbers: [Number(major), Number(minor), Number(patch)], preview };
}

function text({ numbers, preview }: Version): string {
  return numbers.join('.') + (preview === '' ? '' : `-${preview}`);
}

function compare(one: Version, other: Version): number {
  const difference = one.numbers
    .map((number, index) => number - (other.numbers[index] ?? 0))
    .find((number) => number !== 0);
  if (difference !== undefined) return difference;
  if (one.preview === other.preview) return 0;
  if (one.preview === '') return 1;
  if (other.preview === '') return -1;
  return one.preview.localeCompare(other.preview, 'en', { numeric: true });
}
