import type { HumanError } from '../../common/humanError.ts';
import { definePhrases } from '../../common/phrases.ts';
import { browserErrors } from '../errors.ts';
import type { BrowserProgram, ProgramEnd } from './browserProgram.ts';

/** The exit code of a browser whose profile another one has, without a window to tell it to. */
const profileInUseCode = 21;

/** How many of a browser's last lines a failure quotes. */
const quotedLines = 5;

/** What Chromium complains of wherever there is no desktop, and what is of no harm. */
const harmless = /:ERROR:dbus|\/chromium: \d+: \[: /;

const phrases = definePhrases({
  ended: 'ended before it could be debugged',
  endedWithCode: 'ended with exit code {exitCode} before it could be debugged',
  late: 'could not be debugged within {seconds} seconds',
  noOutput: 'It wrote no output.',
  lastOutput: 'Its last output: {output}.',
});

type Create = (values: { outcome: string; output: string }) => HumanError;

/** Failures by what a browser complains of. */
const known: readonly (readonly [complaint: RegExp, create: Create])[] = [
  [/No usable sandbox|namespace sandbox|SUID sandbox/i, browserErrors.BrowserSandboxUnusable],
  [
    /Missing X server|cannot open display|Failed to open Wayland display/i,
    browserErrors.BrowserDisplayMissing,
  ],
  [/error while loading shared libraries/i, browserErrors.BrowserLibrariesMissing],
];

/** The failure of a browser that ended before its DevTools were open. */
export function endedEarly(program: BrowserProgram, end: ProgramEnd): HumanError {
  if (end.kind === 'failed') return end.error;
  const { exitCode } = end;
  const { folder, kind } = program.profile;
  // With a window it hands its page to the other browser and has succeeded.
  if (kind === 'kept' && (exitCode === profileInUseCode || exitCode === 0)) {
    return browserErrors.BrowserProfileInUse({ folder });
  }
  const outcome = exitCode === undefined ? phrases.ended() : phrases.endedWithCode({ exitCode });
  return notStarted(outcome, program);
}

/** The failure of a browser that runs, but whose DevTools were not open in time. */
export function lateStart(program: BrowserProgram, startTimeout: number): HumanError {
  const seconds = startTimeout / 1_000;
  return notStarted(phrases.late({ seconds }), program);
}

function notStarted(outcome: string, program: BrowserProgram): HumanError {
  const lines = program.output.lines.filter((line) => !harmless.test(line)).slice(-quotedLines);
  const output =
    lines.length === 0 ? phrases.noOutput() : phrases.lastOutput({ output: lines.join(' | ') });
  const found = known.find(([complaint]) => lines.some((line) => complaint.test(line)));
  const create = found?.[1] ?? browserErrors.BrowserNotStarted;
  return create({ outcome, output });
}
