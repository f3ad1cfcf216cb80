import { pausedSchema } from '../cdp/callFrames.ts';
import type { FrameworkScripts } from '../frameworkScripts.ts';
import { drop, pass, type RelayHandler } from '../handler.ts';

/**
 * Goes on by itself where a browser stops before a script of .NET so that its source map can be loaded:
 * it has none here.
 */
export function sourceMapPausesHandler(scripts: FrameworkScripts): RelayHandler {
  return {
    name: 'source map pauses',
    events: {
      'Debugger.paused': ({ params }, target) => {
        const { data: paused } = pausedSchema.safeParse(params);
        const scriptId = paused?.reason === 'instrumentation' ? paused.data?.scriptId : undefined;
        if (scriptId === undefined || scripts.of(scriptId, target) === undefined) return pass;
        // Where the page is gone there is nothing to resume.
        target.send('Debugger.resume').catch(() => undefined);
        return drop;
      },
    },
  };
}
