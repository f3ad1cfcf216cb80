import { fileURLToPath, pathToFileURL } from 'node:url';
import * as z from 'zod/mini';
import { type FolderLink, openedPath } from '../../../dotnet/folderLink.ts';
import { pass, type RelayHandler, replaceBy } from './handler.ts';
import { withDotnetEscapes, withOtherPrefix } from './urlPatterns.ts';

const scriptSchema = z.looseObject({ url: z.string() });
const breakpointSchema = z.looseObject({
  url: z.optional(z.string()),
  urlRegex: z.optional(z.string()),
});

/**
 * Makes the debugger and the debug proxy agree on the addresses of C# sources. The proxy takes them from
 * symbols, which name the real folder, in the escapes of .NET; the debugger from the editor, which names
 * the link through which the user opened that folder, in the escapes of JavaScript.
 */
export function sourceUrls(link: FolderLink | undefined): RelayHandler {
  return {
    name: 'source URLs',
    commands: {
      'Debugger.setBreakpointByUrl': ({ params }) => {
        const { data } = breakpointSchema.safeParse(params);
        if (data?.urlRegex !== undefined) {
          return replaceBy({ ...data, urlRegex: proxyPattern(data.urlRegex, link) });
        }
        return data?.url === undefined || link === undefined
          ? pass
          : replaceBy({ ...data, url: movedUrl(data.url, backThrough(link)) });
      },
    },
    events: {
      ...(link !== undefined && {
        'Debugger.scriptParsed': ({ params }) => {
          const { data } = scriptSchema.safeParse(params);
          if (data?.url.startsWith('file:') !== true) return pass;
          return replaceBy({ ...data, url: movedUrl(data.url, link) });
        },
      }),
    },
  };
}

function proxyPattern(pattern: string, link: FolderLink | undefined): string {
  const linked =
    link === undefined
      ? pattern
      : withOtherPrefix(pattern, prefixOf(link.opened), prefixOf(link.real));
  return withDotnetEscapes(linked);
}

function backThrough({ opened, real }: FolderLink): FolderLink {
  return { opened: real, real: opened };
}

function movedUrl(url: string, link: FolderLink): string {
  const path = pathOf(url);
  const moved = path === undefined ? undefined : openedPath(path, link);
  return moved === undefined || moved === path ? url : pathToFileURL(moved).href;
}

function pathOf(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

/** What the addresses of a folder's files begin with, without escapes. */
function prefixOf(folder: string): string {
  return `file://${folder}/`;
}
