import * as vscode from 'vscode';
import type { AttachingDebugger, OpeningDebugger } from '../../../wasm/pageDebugger.ts';
import { onAbort } from '../../../common/abort.ts';
import { editorErrors } from '../../errors.ts';
import { DebugSessionAttachment, type PageDebuggerOptions } from './pageAttachment.ts';

/** How long a browser and its debug proxy may take to start while the debugger connects, in milliseconds. */
const connectTimeout = 120_000;

const scriptExtension = 'ms-vscode.js-debug';

/** Debugs pages with js-debug, which is built into the editor. C# is debugged through a .NET debug proxy. */
export function scriptPageDebugger(options: PageDebuggerOptions): AttachingDebugger {
  return {
    expect() {
      // If it can't be activated, starting its session fails.
      vscode.extensions
        .getExtension(scriptExtension)
        ?.activate()
        .then(undefined, () => undefined);
    },
    async attach(page) {
      const { browser, devTools, inspectUri, reached, signal, started, title, urlFilter, webRoot } =
        page;
      const attachment = new DebugSessionAttachment(options, reached);
      // The adapter would wait for its browser indefinitely.
      onAbort(signal, () => void attachment.detach());
      await attachment.begin({
        type: browser === 'msedge' ? 'pwa-msedge' : 'pwa-chrome',
        request: 'attach',
        name: title,
        ...devTools,
        timeout: connectTimeout,
        urlFilter,
        // The browser runs on the machine of the extension host.
        browserAttachLocation: 'workspace',
        ...(inspectUri !== undefined && { inspectUri }),
        ...(webRoot !== undefined && { webRoot }),
      });
      await Promise.race([started, attachment.ended]);
      await attachment.pageReady();
      return attachment;
    },
  };
}

const bridgeExtension = 'ms-dotnettools.csharp';

/**
 * Debugs pages with the C# extension's Blazor bridge. When one of its sessions ends, it ends all debug
 * sessions that were started later, so it is used on request only.
 */
export function bridgePageDebugger(options: PageDebuggerOptions): OpeningDebugger {
  return {
    async open({ browser, title, url, webRoot }) {
      if (vscode.extensions.getExtension(bridgeExtension) === undefined) {
        throw editorErrors.CSharpExtensionMissing({ extension: bridgeExtension });
      }
      const attachment = new DebugSessionAttachment(options, () => undefined);
      await attachment.begin({
        type: 'blazorwasm',
        request: 'attach',
        name: title,
        url,
        browser: browser === 'msedge' ? 'edge' : 'chrome',
        ...(webRoot !== undefined && {
          webRoot,
          cwd: vscode.Uri.joinPath(vscode.Uri.file(webRoot), '..').fsPath,
        }),
        browserConfig: { browserLaunchLocation: 'workspace' },
      });
      return attachment;
    },
  };
}
