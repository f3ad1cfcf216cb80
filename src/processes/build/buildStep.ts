import { onAbort } from '../../common/abort.ts';
import { definePhrases } from '../../common/phrases.ts';
import type { ProgramPlan } from '../../launch/launchPlan.ts';
import { runnerErrors } from '../errors.ts';
import { type ProgramOptions, runProgram } from '../program/program.ts';

/** How many lines of a failed build's output are quoted. */
const lastLines = 20;
/** How long a stopped build may take to exit before it is killed, in milliseconds. */
const grace = 1_000;

const phrases = definePhrases({ withExitCode: ' with exit code {exitCode}' });

/**
 * Runs a build command to its end and passes its output to `note`. Rejects with a HumanError if the build
 * fails, and with the signal's reason, after its processes have ended, if it is aborted. Processes that a
 * completed build leaves behind, such as a cache for the next build, are kept.
 */
export async function runBuildStep(
  plan: ProgramPlan,
  { clock, watchdog }: Pick<ProgramOptions, 'clock' | 'watchdog'>,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  let written = '';
  const exitCode = await new Promise<number | undefined>((resolve, reject) => {
    const options = { clock, watchdog, grace: () => grace, leftovers: 'keep' } as const;
    const run = runProgram(plan, options, {
      started: () => undefined,
      output: (stream, chunk) => {
        const text = decoders[stream].decode(chunk, { stream: true });
        written = (written + text)
          .split('\n')
          .slice(-lastLines - 1)
          .join('\n');
        note(text);
      },
      ended: resolve,
      failed: reject,
    });
    onAbort(signal, () => void run.stop());
  });
  signal.throwIfAborted();
  if (exitCode === 0) return;
  const command = [plan.command, ...plan.args.slice(0, 1)].join(' ');
  const code = exitCode === undefined ? '' : phrases.withExitCode({ exitCode });
  throw runnerErrors.BuildCommandFailed({ command, exitCode: code, output: written.trim() });
}
