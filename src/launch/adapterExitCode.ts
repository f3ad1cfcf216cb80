import { constants } from 'node:os';

const signalNumbers = new Set<number>(Object.values(constants.signals));

/** Returns the number of a signal that a text names, such as `signal SIGTERM`. */
export function findSignal(text: string): number | undefined {
  const name = /\bSIG[A-Z0-9]+\b/.exec(text)?.[0] as NodeJS.Signals | undefined;
  return name && constants.signals[name];
}

/** The number of a signal; `unknown` if the debugger does not say which one. */
export type LastSignal = number | 'unknown' | undefined;

/**
 * Converts the exit code that a debug adapter reports to that of a shell, 128 + n for signal n.
 * `lastSignal` is the last signal that the debugger stopped at or that was sent to the program, since
 * native debuggers report the bare number. debugpy reports 256 - n, which otherwise only programs that
 * exit with a code below -1 report.
 */
export function adapterExitCode(debugType: string, code: number, lastSignal: LastSignal): number {
  if (process.platform === 'win32') return code;
  const signal = code > 0x7fffffff ? 0x1_0000_0000 - code : -code;
  // Many adapters report an unknown exit code as -1.
  if (signalNumbers.has(signal) && (signal > 1 || debugType === 'go')) return 128 + signal;
  if (debugType === 'debugpy' && code < 255 && signalNumbers.has(256 - code)) return 384 - code;
  if (debugType !== 'lldb' && debugType !== 'cppdbg') return code;
  const isSignal = lastSignal === 'unknown' ? signalNumbers.has(code) : code === lastSignal;
  return isSignal ? 128 + code : code;
}
