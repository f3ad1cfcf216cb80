import { localize } from '../../../common/localization.ts';
import type { DiagnosisFacts } from '../facts.ts';
import { ok, problem, type Verdict, warning } from './check.ts';

const csharp = 'ms-dotnettools.csharp';
const devKit = 'ms-dotnettools.csdevkit';
const aspire = 'microsoft-aspire.aspire-vscode';

/** The values of the setting that select the C# extension. */
const debuggersOfCsharp: ReadonlySet<string> = new Set(['csharp', 'blazorwasm']);

/** Whether another extension debugs the same app or ends sessions. */
export const otherExtensionsCheck = {
  getTitle: () => localize('Other extensions'),
  run(facts: DiagnosisFacts): Verdict {
    return checkChosen(facts) ?? checkRunning(facts) ?? checkInstalled(facts);
  },
};

function has({ extensions }: DiagnosisFacts, id: string): boolean {
  return extensions.some((extension) => extension.id.toLowerCase() === id);
}

/** The user has selected the C# extension. */
function checkChosen(facts: DiagnosisFacts): Verdict | undefined {
  if (!debuggersOfCsharp.has(facts.settings.debugger)) return undefined;
  return has(facts, csharp)
    ? warning(
        localize(
          "The settings let the C# extension's bridge debug. It ends every debug session that was started after its own as soon as one of them ends.",
        ),
        localize(
          "Set the debugger back to the extension's own where more than one session runs at a time.",
        ),
      )
    : problem(
        localize(
          "The settings let the C# extension's bridge debug, but the C# extension is not installed.",
        ),
        localize("Set the debugger back to the extension's own."),
      );
}

/** Another extension is currently debugging. */
function checkRunning({ otherDebugSessions = [] }: DiagnosisFacts): Verdict | undefined {
  if (otherDebugSessions.includes('blazorwasm')) {
    return problem(
      localize(
        "A session of the C# extension's type `blazorwasm` runs in this window. Its proxy debugs the same page, and its end ends all debug sessions that were started after it.",
      ),
      localize('Stop the `blazorwasm` session and start this one again.'),
    );
  }
  if (otherDebugSessions.includes('aspire')) {
    return warning(
      localize(
        "A session of Aspire's extension runs in this window. It starts the WebAssembly clients of its AppHost itself, without a debugger.",
      ),
      localize('Stop that session, and start the AppHost from a terminal of this extension.'),
    );
  }
  return undefined;
}

function checkInstalled(facts: DiagnosisFacts): Verdict {
  if (has(facts, devKit) && facts.otherDebugSessions === undefined) {
    return warning(
      localize(
        'C# Dev Kit is installed. A client that it starts is debugged by the C# extension, and the end of that session ends all debug sessions that were started after it.',
      ),
      localize("Start the client by this extension's session alone, not by C# Dev Kit."),
    );
  }
  const others = [csharp, devKit, aspire].filter((id) => has(facts, id));
  return ok(
    others.length === 0
      ? localize('No other extension debugs WebAssembly here.')
      : localize('Installed, but not debugging in this window: {names}.', {
          names: others.map((id) => `\`${id}\``).join(', '),
        }),
  );
}
