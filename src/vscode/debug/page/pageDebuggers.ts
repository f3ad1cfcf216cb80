import * as vscode from 'vscode';
import type { AttachingDebugger, OpeningDebugger } from '../../../wasm/pageDebugger.ts';
import { onAbort } from '../../../common/abort.ts';
import { editorErrors } from '../../errors.ts';
import { DebugSessionAttachment, type PageDebuggerParts } from './pageAttachment.ts';

const scriptExtension = 'ms-vscode.js-debug';

/** js-debug, which the editor brings; it sees C# through a .NET debug proxy. */
export function scriptPageDebugger(parts: PageDebuggerParts): AttachingDebugger {
  return {
    expect() {
      // If it can't be activated, its session says so.
      vscode.extensions
        .getExtension(scriptExtension)
        ?.activate()
        .then(undefined, () => undefined);
    },
    async attach({ browser, devTools, inspectUri, reached, signal, title, urlFilter, webRoot }) {
      const attachment = new DebugSessionAttachment(parts, reached);
      // An adapter that waits for its browser would wait for ever.
      onAbort(signal, () => void attachment.detach());
      await attachment.begin({
        type: browser === 'msedge' ? 'pwa-msedge' : 'pwa-chrome',
        request: 'attach',
        name: title,
        ...devTools,
        urlFilter,
        // The browser runs beside us, wherever the window is shown.
        browserAttachLocation: 'workspace',
        ...(inspectUri !== undefined && { inspectUri }),
        ...(webRoot !== undefined && { webRoot }),
      });
      await attachment.pageReady();
      return attachment;
    },
  };
}

const bridgeExtension = 'ms-dotnettools.csharp';

/**
 * The C# extension's own bridge for Blazor. When one of its sessions ends, it ends every debug session
 * that was started after it: for those only who have asked for it.
 */
export function bridgePageDebugger(parts: PageDebuggerParts): OpeningDebugger {
  return {
    async open({ browser, title, url, webRoot }) {
      if (vscode.extensions.getExtension(bridgeExtension) === undefined) {
        throw editorErrors.CSharpExtensionMissing({ extension: bridgeExtension });
      }
      const attachment = new DebugSessionAttachment(parts, () => undefined);
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
