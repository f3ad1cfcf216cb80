import {
  type FrameworkScripts,
  frameworkScriptId,
  frameworkUrl,
  type ParsedScript,
  scriptSchema,
} from '../frameworkScripts.ts';
import {
  answerWith,
  drop,
  type EventOutcome,
  pass,
  type RelayHandler,
  type RelayTarget,
  replaceBy,
} from '../handler.ts';
import type { CdpCommand, CdpEvent } from '../cdp/messages.ts';

const frameworkSource =
  '// Code of .NET and Blazor, which is left out of call stacks.\n// To see the frames, set ideSessionHost.debugRelay to false.\n';

/**
 * Hides the runtime's WebAssembly and the proxy's evaluations from the debugger, and removes the source maps
 * of .NET's scripts, for which the debugger would pause the page. Announces a script that represents all of
 * them.
 */
export function scriptsHandler(scripts: FrameworkScripts): RelayHandler {
  return {
    name: 'scripts',
    commands: {
      'Debugger.getScriptSource': ({ params }) =>
        isFramework(params) ? answerWith({ scriptSource: frameworkSource }) : pass,
    },
    events: {
      'Debugger.scriptParsed': (event, target) => onScript(event, target, scripts),
      'Runtime.executionContextsCleared': (_, target) => {
        scripts.clear(target);
        return pass;
      },
    },
  };
}

function onScript(
  { params }: CdpEvent,
  target: RelayTarget,
  scripts: FrameworkScripts,
): EventOutcome {
  const script = scriptSchema.safeParse(params).data;
  const kind = script && scripts.add(script, target);
  if (script === undefined || kind === undefined) return pass;
  if (kind !== 'framework') return drop;
  announceFramework(script, target, scripts);
  return replaceBy({ ...script, sourceMapURL: '' });
}

/** Announces the script once for each page, in the context of its first script. */
function announceFramework(
  script: ParsedScript,
  target: RelayTarget,
  scripts: FrameworkScripts,
): void {
  if (!scripts.addFramework(target)) return;
  target.emit('Debugger.scriptParsed', {
    ...script,
    scriptId: frameworkScriptId,
    url: frameworkUrl,
    startLine: 0,
    startColumn: 0,
    endLine: 2,
    endColumn: 0,
    hash: '',
    sourceMapURL: '',
    hasSourceURL: false,
    isModule: false,
    length: frameworkSource.length,
    embedderName: frameworkUrl,
  });
}

function isFramework(params: CdpCommand['params']): boolean {
  return (params as { scriptId?: unknown } | undefined)?.scriptId === frameworkScriptId;
}
