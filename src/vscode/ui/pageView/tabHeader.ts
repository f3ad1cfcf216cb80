import * as vscode from 'vscode';
import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';
import { printable, shorten } from '../../../common/printable.ts';
import type { PageLocation } from '../../../pageView/messages/viewUpdate.ts';
import { imageType } from './imageType.ts';

/** Longer titles are shortened, in UTF-16 code units. */
const longestTitle = 60;
/** How often title and icon change at most, in milliseconds, since pages can change theirs in a loop. */
const interval = 250;

/** What a tab looks like, as its page wants it. */
export interface TabAppearance {
  readonly title: string;
  /** The favicon as an image file; `undefined` for the default one. */
  readonly icon: Uint8Array | undefined;
}

interface TabHeaderOptions {
  readonly clock: Clock;
  readonly extensionUri: vscode.Uri;
}

/** Title and icon of a page's tab. */
export class TabHeader implements Disposable {
  readonly #panel: Pick<vscode.WebviewPanel, 'title' | 'iconPath'>;
  readonly #options: TabHeaderOptions;
  #appearance: TabAppearance | undefined;
  #isLoading = false;
  /** Runs from one change until the next one is allowed. */
  #pause: Disposable | undefined;
  #isStale = false;
  #icon: string | undefined;

  constructor(panel: Pick<vscode.WebviewPanel, 'title' | 'iconPath'>, options: TabHeaderOptions) {
    this.#panel = panel;
    this.#options = options;
    this.#update();
  }

  show(appearance: TabAppearance): void {
    this.#appearance = appearance;
    this.#update();
  }

  /** Shows what the page says of itself, which comes sooner than what its browser says of it. */
  located({ isLoading, title }: Pick<PageLocation, 'isLoading' | 'title'>): void {
    this.#isLoading = isLoading;
    this.#appearance = { icon: this.#appearance?.icon, title };
    this.#update();
  }

  dispose(): void {
    this.#pause?.dispose();
  }

  #update(): void {
    this.#isStale = true;
    if (this.#pause !== undefined) return;
    this.#apply();
    this.#pause = this.#options.clock.after(interval, () => {
      this.#pause = undefined;
      if (this.#isStale) this.#update();
    });
  }

  #apply(): void {
    this.#isStale = false;
    const { icon, title = '' } = this.#appearance ?? {};
    const shown = shorten(printable(title.trim()), longestTitle);
    if (shown !== '' && shown !== this.#panel.title) this.#panel.title = shown;
    this.#setIcon(icon);
  }

  #setIcon(favicon: Uint8Array | undefined): void {
    const type = favicon && imageType(favicon);
    const own = this.#isLoading ? 'pageLoading' : 'page';
    const name =
      this.#isLoading || favicon === undefined || type === undefined
        ? own
        : `data:${type};base64,${Buffer.from(favicon).toString('base64')}`;
    if (name === this.#icon) return;
    this.#icon = name;
    this.#panel.iconPath = name === own ? this.#media(own) : vscode.Uri.parse(name, true);
  }

  #media(name: string): { light: vscode.Uri; dark: vscode.Uri } {
    const { extensionUri } = this.#options;
    const file = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(extensionUri, 'media', `${name}-${theme}.svg`);
    return { light: file('light'), dark: file('dark') };
  }
}
