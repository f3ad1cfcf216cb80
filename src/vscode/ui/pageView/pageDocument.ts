import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { pageViewHtml } from '../../../pageView/pageViewHtml.ts';

/** The view type of the tabs. */
export const viewType = 'ideSessionHost.page';

/** Webviews get no file, so the document contains its script and style. */
export const webviewOptions: vscode.WebviewOptions = {
  enableScripts: true,
  localResourceRoots: [],
};

/** The document of the tabs, read when the first one opens. */
export class PageDocument {
  readonly #folder: string;
  #parts: Promise<{ readonly script: string; readonly style: string }> | undefined;

  /** `extensionPath` is the folder of the extension. */
  constructor(extensionPath: string) {
    this.#folder = join(extensionPath, 'dist');
  }

  /** Returns the HTML for one tab. */
  async html(): Promise<string> {
    const parts = await (this.#parts ??= this.#read());
    return pageViewHtml({ ...parts, nonce: randomBytes(16).toString('base64url') });
  }

  async #read() {
    const [script, style] = await Promise.all([
      readFile(join(this.#folder, 'pageView.js'), 'utf8'),
      readFile(join(this.#folder, 'pageView-style.css'), 'utf8'),
    ]);
    return { script, style };
  }
}
