import { localize } from '../../../common/localization.ts';
import { isDebuggingOn } from '../bootConfiguration.ts';
import type { DiagnosisFacts } from '../facts.ts';
import { noSession, notApplicable, ok, problem, unknown, type Verdict } from './check.ts';
import { runsOtherConfiguration, findSignOfPublishing, findSignOfRelease } from './evidence.ts';
import { serviceWorkerCheck } from './serviceWorker.ts';

function toSwitchOn(): string {
  return localize(
    'Remove `<WasmDebugLevel>0</WasmDebugLevel>` from the client project and build it again.',
  );
}

function toReload(): string {
  return localize('Reload the page without the browser cache (Ctrl+Shift+R).');
}

/** Whether debugging is enabled in the boot configuration. */
export const debugLevelCheck = {
  getTitle: () => localize('Boot configuration'),
  run(facts: DiagnosisFacts): Verdict {
    const { served } = facts;
    switch (served.kind) {
      case 'not asked':
        return isSwitchedOff(facts)
          ? problem(localize('The project disables debugging with `WasmDebugLevel`.'), toSwitchOn())
          : notApplicable(noSession());
      case 'silent':
      case 'no app':
        return unknown(localize('The boot configuration could not be read.'));
      case 'app':
        return isDebuggingOn(served.boot) ? fromPage(facts) : off(facts);
    }
  },
};

function isSwitchedOff({ client }: DiagnosisFacts): boolean {
  return client?.wasmDebugLevel === '0';
}

function off(facts: DiagnosisFacts): Verdict {
  const finding = localize(
    'Debugging is disabled in the boot configuration (no `debugLevel`, or 0).',
  );
  if (isSwitchedOff(facts)) return problem(finding, toSwitchOn());
  if (findSignOfPublishing(facts) !== undefined || findSignOfRelease(facts) !== undefined) {
    return problem(
      `${finding} ${localize('This is always so in published apps, and may be so in Release builds.')}`,
      localize('Build the Debug configuration and start the app from it.'),
    );
  }
  return problem(
    finding,
    localize('Set `<WasmDebugLevel>-1</WasmDebugLevel>` in the client project and build it again.'),
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
      localize(
        'Debugging is enabled in the boot configuration, but the page has loaded another one in which it is disabled.',
      ),
      toReload(),
    );
  }
  const boot = served.kind === 'app' ? served.boot : undefined;
  if (boot?.symbols.length === 0) {
    return problem(
      localize(
        'Debugging is enabled in the boot configuration, but it lists no symbols. Since .NET 10, the runtime then disables debugging.',
      ),
      localize('Set `<DebugType>portable</DebugType>` in the client project and build it again.'),
    );
  }
  return ok(
    localize('Debugging is enabled (`debugLevel` is {level}).', {
      level: String(level ?? boot?.debugLevel),
    }),
  );
}
