import { constants } from 'node:os';

const signalNumbers = new Set<number>(Object.values(constants.signals));

/** The number of a signal that is named in a text, such as `signal SIGTERM`. */
export function signalIn(text: string): number | undefined {
  const name = /\bSIG[A-Z0-9]+\b/.exec(text)?.[0] as NodeJS.Signals | undefined;
  return name && constants.signals[name];
}

/** A signal by its number, or one of which a debugger does not say which it is. */
export type LastSignal = number | 'unknown' | undefined;

/**
 * The exit code as a shell would report it, 128 + n for signal n, from what a debug adapter of this type
 * reports. `lastSignal` is the last signal that the debugger stopped at or that was sent to the program:
 * native debuggers report the bare number. debugpy reports 256 - n, which only programs that exit with
 * a code below -1 report too.
 */
export function adapterExitCode(debugType: string, code: number, lastSignal: LastSignal): number {
  if (process.platform === 'win32') return code;
  const signal = code > 0x7fffffff ? 0x1_0000_0000 - code : -code;
  // -1 is what many adapters call an exit code that they do not know.
  if (signalNumbers.has(signal) && (signal > 1 || debugType === 'go')) return 128 + signal;
  if (debugType === 'debugpy' && code < 255 && signalNumbers.has(256 - code)) return 384 - code;
  if (debugType !== 'lldb' && debugType !== 'cppdbg') return code;
  const isSignal = lastSignal === 'unknown' ? signalNumbers.has(code) : code === lastSignal;
  return isSignal ? 128 + code : code;
}
