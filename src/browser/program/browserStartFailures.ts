import { HumanError } from '../../common/humanError.ts';
import type { BrowserProgram, ProgramEnd } from './browserProgram.ts';
import { profileInUse } from './profileLock.ts';

/** The exit code of a browser whose profile another one has, without a window to tell it to. */
const profileInUseCode = 21;

/** How many of a browser's last lines a failure quotes. */
const quotedLines = 5;

/** What Chromium complains of wherever there is no desktop, and what is of no harm. */
const harmless = /:ERROR:dbus|\/chromium: \d+: \[: /;

const advice: readonly (readonly [complaint: RegExp, advice: string])[] = [
  [
    /No usable sandbox|namespace sandbox|SUID sandbox/i,
    'Its sandbox does not work on this machine: add --no-sandbox to the setting ideSessionHost.blazor.browserArguments.',
  ],
  [
    /Missing X server|cannot open display|Failed to open Wayland display/i,
    'There is no display that it can use: set ideSessionHost.blazor.headless to always.',
  ],
  [
    /error while loading shared libraries/i,
    'It misses libraries: install it by the package manager, which brings them along.',
  ],
];

const otherAdvice =
  'Start it by hand to see whether it runs, or name another browser in the setting ideSessionHost.blazor.browserPath.';

/** The failure of a browser that ended before its DevTools were open. */
export function endedEarly(program: BrowserProgram, end: ProgramEnd): HumanError {
  if (end.kind === 'failed') return end.error;
  const { exitCode } = end;
  const { folder, kind } = program.profile;
  // With a window it hands its page to the other browser and has succeeded.
  if (kind === 'kept' && (exitCode === profileInUseCode || exitCode === 0)) {
    return profileInUse(folder);
  }
  const code = exitCode === undefined ? '' : ` with exit code ${exitCode}`;
  return notStarted(`The browser ended${code} before it could be debugged.`, program);
}

/** The failure of a browser that runs, but whose DevTools were not open in time. */
export function lateStart(program: BrowserProgram, startTimeout: number): HumanError {
  const seconds = startTimeout / 1_000;
  return notStarted(`The browser could not be debugged within ${seconds} seconds.`, program);
}

/** The failure of a start that nobody wanted any more. */
export function abandonedStart(): HumanError {
  return new HumanError(
    'BrowserStartAbandoned',
    'The browser was told to end before it had started. Start the session again if you want it.',
  );
}

function notStarted(what: string, { output }: BrowserProgram): HumanError {
  const lines = output.lines.filter((line) => !harmless.test(line)).slice(-quotedLines);
  const said = lines.length === 0 ? 'It said nothing.' : `It said: ${lines.join(' | ')}.`;
  const found = advice.find(([complaint]) => lines.some((line) => complaint.test(line)));
  return new HumanError('BrowserNotStarted', `${what} ${found?.[1] ?? otherAdvice} ${said}`);
}
