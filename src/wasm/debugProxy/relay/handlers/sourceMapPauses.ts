import { pausedSchema } from '../cdp/callFrames.ts';
import type { FrameworkScripts } from '../frameworkScripts.ts';
import { drop, pass, type RelayHandler } from '../handler.ts';

/**
 * Resumes the page automatically when it pauses before a script of .NET so that its source map can be
 * loaded, since the source map was removed.
 */
export function sourceMapPausesHandler(scripts: FrameworkScripts): RelayHandler {
  return {
    name: 'source map pauses',
    events: {
      'Debugger.paused': ({ params }, target) => {
        const { data: paused } = pausedSchema.safeParse(params);
        const scriptId = paused?.reason === 'instrumentation' ? paused.data?.scriptId : undefined;
        if (scriptId === undefined || scripts.of(scriptId, target) === undefined) return pass;
        // The page may be closed.
        target.send('Debugger.resume').catch(() => undefined);
        return drop;
      },
    },
  };
}
