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
  readonly text: string;
  readonly fix: string;
}

const mend = 'Fix the first problem above.';
const reload = "Reload the page: breakpoints in code of the page's start are bound only by that.";

/** Whether C# breakpoints are bound, and why not. */
export const breakpointsCheck = {
  title: 'Breakpoints',
  run({ session, sources }: DiagnosisFacts, before: readonly Verdict[]): Verdict {
    if (session === undefined) return notApplicable(noSession);
    const all = session.breakpoints.filter(({ path }) => /\.(cs|razor|cshtml)$/i.test(path));
    if (all.length === 0) return notApplicable('No breakpoint is set in a C# or Razor file.');
    const unbound = all.filter(({ verified }) => !verified);
    if (unbound.length === 0) return ok(`All breakpoints are bound (${all.length}).`);
    const bound = all.length - unbound.length;
    const count = `${unbound.length} of ${all.length} breakpoints are not bound${bound > 0 ? `, ${bound} are` : ''}.`;
    if (sources.kind === 'unknown') {
      return unknown(`${count} Why is not known: ${sources.reason}.`);
    }
    const isElseWell = before.every(({ outcome }) => outcome !== 'problem');
    const causes = unbound.map((one) => getCause(one, sources.value, isElseWell ? reload : mend));
    return explained(count, causes);
  },
};

function explained(count: string, causes: readonly Cause[]): Verdict {
  const lasting = causes.filter(({ isPending }) => isPending !== true);
  const first = lasting.find(({ isOfPage }) => isOfPage) ?? lasting[0];
  const lines = causes.map(({ fix, isPending, text }) =>
    isPending === true ? `- ${text} ${fix}` : `- ${text}`,
  );
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
  const place = `\`${breakpoint.path}:${breakpoint.line}\``;
  const same = sources.filter(({ path }) => isSamePath(path, breakpoint.path));
  const inPage = same.find(({ isInPage }) => isInPage);
  if (inPage !== undefined) return inSource(breakpoint, inPage, otherwise);
  const [elsewhere] = same;
  if (elsewhere !== undefined) {
    return {
      isOfPage: false,
      isCertain: true,
      text: `${place}: the file is compiled into ${elsewhere.assembly}, which runs on the server and not in the page.`,
      fix: 'Debug the server as well: its breakpoints bind in a session of its own.',
    };
  }
  const copy = sources.find((source) => source.isInPage && isCopy(source, breakpoint.path));
  if (copy !== undefined) {
    return {
      isOfPage: true,
      isCertain: true,
      text: `${place}: the app was compiled from \`${copy.path}\`, not from this file.`,
      fix: copy.isOnDisk ? `Set the breakpoint in \`${copy.path}\`.` : otherwise,
    };
  }
  return {
    isOfPage: false,
    isCertain: true,
    text: `${place}: no assembly of the app was compiled from this file.`,
    fix: 'Remove the breakpoint: the page does not run this file.',
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
  const place = `\`${path}:${line}\``;
  const { assembly, codeLines } = source;
  if (!codeLines.includes(line)) {
    const next = codeLines.find((other) => other > line) ?? codeLines.at(-1);
    return next === undefined
      ? {
          isOfPage: true,
          isCertain: true,
          text: `${place}: the file has no code that runs.`,
          fix: `Remove the breakpoint from \`${fileName(path)}\`.`,
        }
      : {
          isOfPage: true,
          isCertain: true,
          text: `${place}: there is no code on this line of ${assembly}; the nearest is on line ${next}.`,
          fix: `Move the breakpoint in \`${fileName(path)}\` from line ${line} to line ${next}.`,
        };
  }
  if (source.isLazy && isSourceLoaded !== true) {
    return {
      isOfPage: true,
      isCertain: false,
      isPending: true,
      text: `${place}: ${assembly} is loaded on demand, and the app has not loaded it yet.`,
      fix: 'The breakpoint binds when the app loads it.',
    };
  }
  const words = message === undefined || message === '' ? '' : ` The debugger says: ${message}`;
  return {
    isOfPage: true,
    isCertain: false,
    text: `${place}: the line is code of ${assembly}, so it can be bound.${words}`,
    fix: otherwise,
  };
}
