import { fileURLToPath, pathToFileURL } from 'node:url';
import * as z from 'zod/mini';
import { type FolderLink, openedPath } from '../../../../dotnet/files/folderLink.ts';
import { pass, type RelayHandler, replaceBy } from '../handler.ts';
import { withDotnetEscapes, withOtherPrefix } from './urlPatterns.ts';

const scriptSchema = z.looseObject({ url: z.string() });
const breakpointSchema = z.looseObject({
  url: z.optional(z.string()),
  urlRegex: z.optional(z.string()),
});

/**
 * Translates URLs of C# sources between the debugger and the debug proxy. The proxy takes them from symbols,
 * with the real folder and the escaping of .NET; the debugger takes them from the editor, with the symbolic
 * link through which the user opened the folder and the escaping of JavaScript. The server of a network share
 * is the host of the proxy's URLs, but the first folder of the debugger's.
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
        if (data?.url === undefined) return pass;
        const url = proxyUrl(data.url, link);
        return url === data.url ? pass : replaceBy({ ...data, url });
      },
    },
    events: {
      'Debugger.scriptParsed': ({ params }) => {
        const { data } = scriptSchema.safeParse(params);
        if (data?.url.startsWith('file:') !== true) return pass;
        const url = shareUrl(link === undefined ? data.url : moveUrl(data.url, link));
        return url === data.url ? pass : replaceBy({ ...data, url });
      },
    },
  };
}

function proxyPattern(pattern: string, link: FolderLink | undefined): string {
  const linked =
    link === undefined
      ? pattern
      : withOtherPrefix(pattern, getPrefix(link.opened), getPrefix(link.real));
  return withDotnetEscapes(withOtherPrefix(linked, debuggerShare, proxyShare));
}

/** The prefix of URLs in a network share, before the name of the server. */
const debuggerShare = 'file:////';
const proxyShare = 'file://';

function shareUrl(url: string): string {
  return url.replace(/^file:\/\/(?=[^/])/, debuggerShare);
}

function proxyUrl(url: string, link: FolderLink | undefined): string {
  if (url.startsWith(debuggerShare)) return proxyShare + url.slice(debuggerShare.length);
  return link === undefined ? url : moveUrl(url, backThrough(link));
}

function backThrough({ opened, real }: FolderLink): FolderLink {
  return { opened: real, real: opened };
}

function moveUrl(url: string, link: FolderLink): string {
  const path = getPath(url);
  const moved = path === undefined ? undefined : openedPath(path, link);
  return moved === undefined || moved === path ? url : pathToFileURL(moved).href;
}

function getPath(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

/** Returns the unescaped URL prefix of the files in a folder. */
function getPrefix(folder: string): string {
  return `file://${folder}/`;
}
