import * as vscode from 'vscode';
import { measureChannel } from './channel.ts';

/** Measures the editor's messages between this process and the document of a tab, like {@link measureChannel}. */
export async function measureWebview(): Promise<number[]> {
  const { Active } = vscode.ViewColumn;
  const options = { enableScripts: true };
  const panel = vscode.window.createWebviewPanel('measured', 'Measured', Active, options);
  const { webview } = panel;
  const nextMessage = (): Promise<unknown> =>
    new Promise((resolve) => {
      const waiting = webview.onDidReceiveMessage((message: unknown) => {
        waiting.dispose();
        resolve(message);
      });
    });
  const loaded = nextMessage();
  webview.html = `<!doctype html><script>
    const editor = acquireVsCodeApi();
    addEventListener('message', () => editor.postMessage('received'));
    editor.postMessage('loaded');
  </script>`;
  await loaded;
  const times = await measureChannel((message) => void webview.postMessage(message), nextMessage);
  panel.dispose();
  return times;
}
