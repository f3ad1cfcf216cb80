import * as z from 'zod/mini';
import { deferred, type Deferred } from '../../../../../common/deferred.ts';
import { drop, pass, PerTarget, type RelayHandler, type RelayTarget } from '../../handler.ts';
import { replaceBreakpoint } from '../../replacedBreakpoint.ts';

/** An event of the relay behind the proxy: the proxy has new lines for the methods of a page. */
export const linesMovedMethod = 'IdeSession.linesMoved';
/** The command that answers it, when all breakpoints are set at the new lines. */
export const reboundMethod = 'IdeSession.breakpointsRebound';

const placeSchema = z.looseObject({
  url: z.optional(z.string()),
  urlRegex: z.optional(z.string()),
});
const breakpointSchema = z.object({
  breakpointId: z.string(),
  locations: z.optional(z.array(z.unknown())),
});

/** C# sources, in a URL or in a pattern of URLs. */
const csharp = /\.(cs|razor|cshtml)\b/i;

/** The C# breakpoints of one page. */
class Breakpoints {
  /** The parameters of each breakpoint, by id. A breakpoint that is set again has the same id. */
  readonly byId = new Map<string, object>();
  /** Set while breakpoints are set again. */
  rebinding: Deferred<void> | undefined;
}

/**
 * Sets the C# breakpoints of a page again when a hot reload update has moved lines. The editor moves its
 * breakpoints with the text when a file is saved, but the proxy knows their new lines only after the update.
 * Commands of the debugger wait until that is done. Used in front of the proxy; must see the commands that are forwarded.
 */
export function rebindingHandler(): RelayHandler {
  const pages = new PerTarget(() => new Breakpoints());
  const whenRebound = (target: RelayTarget) => {
    const { rebinding } = pages.of(target);
    return rebinding === undefined ? pass : rebinding.promise.then(() => pass);
  };
  return {
    name: 'rebinding',
    commands: {
      'Debugger.setBreakpointByUrl': (_, target) => whenRebound(target),
      'Debugger.removeBreakpoint': ({ params }, target) => {
        const id = breakpointSchema.safeParse(params).data?.breakpointId;
        if (id !== undefined) pages.of(target).byId.delete(id);
        return whenRebound(target);
      },
    },
    answers: {
      'Debugger.setBreakpointByUrl': ({ result }, { params }, target) => {
        const id = breakpointSchema.safeParse(result).data?.breakpointId;
        if (id !== undefined && isCSharp(params)) pages.of(target).byId.set(id, params as object);
        return pass;
      },
    },
    events: {
      async [linesMovedMethod](_, target) {
        const page = pages.of(target);
        page.rebinding = deferred();
        // If the page is closed, nothing is left to set.
        await rebind(page, target).catch(() => undefined);
        page.rebinding.resolve();
        page.rebinding = undefined;
        await target.send(reboundMethod).catch(() => undefined);
        return drop;
      },
    },
  };
}

function isCSharp(params: unknown): boolean {
  const { url, urlRegex } = placeSchema.safeParse(params).data ?? {};
  return isCSharpSource(url ?? urlRegex ?? '');
}

/** Whether a URL, or a pattern of URLs, is that of a source of C#. */
export function isCSharpSource(url: string): boolean {
  return csharp.test(url);
}

async function rebind({ byId }: Breakpoints, target: RelayTarget): Promise<void> {
  for (const [breakpointId, params] of byId) {
    const result = await replaceBreakpoint(target, params, [breakpointId]);
    const { locations = [] } = breakpointSchema.safeParse(result).data ?? {};
    for (const location of locations) {
      target.emit('Debugger.breakpointResolved', { breakpointId, location });
    }
  }
}
