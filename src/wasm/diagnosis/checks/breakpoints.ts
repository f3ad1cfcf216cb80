import { localize } from '../../../common/localization.ts';
import { localizePhrase } from '../../../common/phrases.ts';
import type { BreakpointFact, DiagnosisFacts, SourceFact } from '../facts.ts';
import { fileName, isSamePath, splitPath } from '../paths.ts';
import { noSession, notApplicable, ok, problem, unknown, type Verdict, warning } from './check.ts';

/** Why a breakpoint is not bound, and the fix. */
export interface Cause {
  /** Whether the page could stop there. */
  readonly isOfPage: boolean;
  /** Whether it is the cause regardless of other problems. */
  readonly isCertain: boolean;
  /** Whether it is bound later by itself. */
  readonly isPending?: boolean;
  /** Continues a sentence that begins with the place. */
  readonly text: string;
  readonly fix: string;
}

function toMendFirst(): string {
  return localize('Fix the first problem above.');
}

function toReload(): string {
  return localize(
    "Reload the page: breakpoints in code of the page's start are bound only by that.",
  );
}

/** Whether C# breakpoints are bound, and why not. */
export const breakpointsCheck = {
  getTitle: () => localize('Breakpoints'),
  run({ session, sources }: DiagnosisFacts, before: readonly Verdict[]): Verdict {
    if (session === undefined) return notApplicable(noSession());
    const all = session.breakpoints.filter(({ path }) => /\.(cs|razor|cshtml)$/i.test(path));
    if (all.length === 0)
      return notApplicable(localize('No breakpoint is set in a C# or Razor file.'));
    const unbound = all.filter(({ verified }) => !verified);
    if (unbound.length === 0)
      return ok(localize('All breakpoints are bound ({count}).', { count: all.length }));
    const bound = all.length - unbound.length;
    const counts = { unbound: unbound.length, all: all.length, bound };
    const count =
      bound > 0
        ? localize('{unbound} of {all} breakpoints are not bound, {bound} are.', counts)
        : localize('{unbound} of {all} breakpoints are not bound.', counts);
    if (sources.kind === 'unknown') {
      const reason = localizePhrase(sources.reason);
      return unknown(`${count} ${localize('Why is not known: {reason}.', { reason })}`);
    }
    const isElseWell = before.every(({ outcome }) => outcome !== 'problem');
    const otherwise = isElseWell ? toReload() : toMendFirst();
    return explain(
      count,
      unbound.map((one) => ({ ...getCause(one, sources.value, otherwise), of: one })),
    );
  },
};

function explain(
  count: string,
  causes: readonly (Cause & { readonly of: BreakpointFact })[],
): Verdict {
  const lasting = causes.filter(({ isPending }) => isPending !== true);
  const first = lasting.find(({ isOfPage }) => isOfPage) ?? lasting[0];
  const lines = causes.map(({ fix, isPending, of: { line, path }, text }) => {
    const item = `- \`${path}:${line}\`: ${text}`;
    return isPending === true ? `${item} ${fix}` : item;
  });
  const finding = [count, '', ...lines].join('\n');
  if (first === undefined) return ok(finding);
  return first.isOfPage ? problem(finding, first.fix) : warning(finding, first.fix);
}

/**
 * Returns why the page does not stop at a breakpoint. `otherwise` is the fix if no cause is found.
 */
export function getCause(
  breakpoint: BreakpointFact,
  sources: readonly SourceFact[],
  otherwise: string,
): Cause {
  const same = sources.filter(({ path }) => isSamePath(path, breakpoint.path));
  const inPage = same.find(({ isInPage }) => isInPage);
  if (inPage !== undefined) return inSource(breakpoint, inPage, otherwise);
  const [elsewhere] = same;
  if (elsewhere !== undefined) {
    return {
      isOfPage: false,
      isCertain: true,
      text: localize(
        'the file is compiled into {assembly}, which runs on the server and not in the page.',
        { assembly: elsewhere.assembly },
      ),
      fix: localize('Debug the server as well: its breakpoints bind in a session of its own.'),
    };
  }
  const copy = sources.find((source) => source.isInPage && isCopy(source, breakpoint.path));
  if (copy !== undefined) {
    return {
      isOfPage: true,
      isCertain: true,
      text: localize('the app was compiled from `{path}`, not from this file.', {
        path: copy.path,
      }),
      fix: copy.isOnDisk
        ? localize('Set the breakpoint in `{path}`.', { path: copy.path })
        : otherwise,
    };
  }
  return {
    isOfPage: false,
    isCertain: true,
    text: localize('no assembly of the app was compiled from this file.'),
    fix: localize('Remove the breakpoint: the page does not run this file.'),
  };
}

/** Whether a source seems to be the same file in another place. */
function isCopy({ path, counterpart }: SourceFact, other: string): boolean {
  if (counterpart !== undefined && isSamePath(counterpart, other)) return true;
  const end = (whole: string): string => splitPath(whole).slice(-2).join('/').toLowerCase();
  return end(path) === end(other);
}

function inSource(
  { isSourceLoaded, path, line, message }: BreakpointFact,
  source: SourceFact,
  otherwise: string,
): Cause {
  const { assembly, codeLines } = source;
  if (!codeLines.includes(line)) {
    const next = codeLines.find((other) => other > line) ?? codeLines.at(-1);
    return next === undefined
      ? {
          isOfPage: true,
          isCertain: true,
          text: localize('the file has no code that runs.'),
          fix: localize('Remove the breakpoint from `{name}`.', { name: fileName(path) }),
        }
      : {
          isOfPage: true,
          isCertain: true,
          text: localize(
            'there is no code on this line of {assembly}; the nearest is on line {next}.',
            { assembly, next },
          ),
          fix: localize('Move the breakpoint in `{name}` from line {line} to line {next}.', {
            name: fileName(path),
            line,
            next,
          }),
        };
  }
  if (source.isLazy && isSourceLoaded !== true) {
    return {
      isOfPage: true,
      isCertain: false,
      isPending: true,
      text: localize('{assembly} is loaded on demand, and the app has not loaded it yet.', {
        assembly,
      }),
      fix: localize('The breakpoint binds when the app loads it.'),
    };
  }
  const words =
    message === undefined || message === ''
      ? ''
      : ` ${localize('The debugger says: {message}', { message })}`;
  return {
    isOfPage: true,
    isCertain: false,
    text: `${localize('the line is code of {assembly}, so it can be bound.', { assembly })}${words}`,
    fix: otherwise,
  };
}
