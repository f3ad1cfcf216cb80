import { cliErrors } from '../errors.ts';
import { getState, type Session } from '../sessions/session.ts';

/** The exit code after Ctrl+C, if that of the program is not known. */
const interruptedCode = 130;

/**
 * Returns the exit code of an ended session: that of its program, or 1 if it failed without one. Throws a
 * HumanError if the code of its program is not known.
 */
export function getExitCode(session: Session, wasInterrupted: boolean): number {
  const code = session.status?.exitCode;
  if (code !== undefined) return code;
  if (wasInterrupted) return interruptedCode;
  if (getState(session) === 'Failed') return 1;
  throw cliErrors.ExitCodeUnknown({ name: session.metadata.name });
}
