import { isDebuggingOn } from '../bootConfiguration.ts';
import type { DiagnosisFacts } from '../facts.ts';
import { noSession, notApplicable, ok, problem, unknown, type Verdict } from './check.ts';
import { runsOtherConfiguration, signOfPublishing, signOfRelease } from './evidence.ts';
import { serviceWorkerCheck } from './serviceWorker.ts';

const switchedOff =
  'Remove `<WasmDebugLevel>0</WasmDebugLevel>` from the client project and build it again.';
const reload = 'Reload the page without the browser cache (Ctrl+Shift+R).';

/** Whether the runtime in the page is told to be debugged. */
export const debugLevelCheck = {
  title: 'Debugging in the boot configuration',
  run(facts: DiagnosisFacts): Verdict {
    const { served } = facts;
    switch (served.kind) {
      case 'not asked':
        return isSwitchedOff(facts)
          ? problem('The project turns debugging off by `WasmDebugLevel`.', switchedOff)
          : notApplicable(noSession);
      case 'silent':
      case 'no app':
        return unknown('The boot configuration could not be read.');
      case 'app':
        return isDebuggingOn(served.boot) ? fromPage(facts) : off(facts);
    }
  },
};

function isSwitchedOff({ client }: DiagnosisFacts): boolean {
  return client?.wasmDebugLevel === '0';
}

function off(facts: DiagnosisFacts): Verdict {
  const finding = 'The boot configuration leaves debugging off (no `debugLevel`, or 0).';
  if (isSwitchedOff(facts)) return problem(finding, switchedOff);
  if (signOfPublishing(facts) !== undefined || signOfRelease(facts) !== undefined) {
    return problem(
      `${finding} That is so for published apps and may be for Release builds.`,
      'Build the Debug configuration and start the app from it.',
    );
  }
  return problem(
    finding,
    'Set `<WasmDebugLevel>-1</WasmDebugLevel>` in the client project and build it again.',
  );
}

function fromPage(facts: DiagnosisFacts): Verdict {
  const { served, session } = facts;
  const page = session?.page;
  const level = page !== undefined && 'serviceWorker' in page ? page.debugLevel : undefined;
  const worker = serviceWorkerCheck.run(facts);
  if (worker.outcome === 'problem' && runsOtherConfiguration(facts)) return worker;
  if (level === 0) {
    return problem(
      'The boot configuration has debugging on, but the page runs with debugging off: it got another one.',
      reload,
    );
  }
  const boot = served.kind === 'app' ? served.boot : undefined;
  if (boot?.symbols.length === 0) {
    return problem(
      'The boot configuration has debugging on, but lists no symbols: from .NET 10 on, the runtime then turns debugging off.',
      'Set `<DebugType>portable</DebugType>` in the client project and build it again.',
    );
  }
  return ok(`Debugging is on (\`debugLevel\` is ${level ?? boot?.debugLevel}).`);
}
