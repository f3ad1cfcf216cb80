import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { type KeptSession, keptSessionSchema } from '../../../pageView/messages/keptSession.ts';
import { EndedContent } from './endedContent.ts';
import { viewType } from './pageDocument.ts';
import type { PageTab, PageTabOptions } from './pageTab.ts';
import type { StartAgain } from './startAgain.ts';

/** The state that the document has saved, as far as it concerns its session. */
const stateSchema = z.object({ session: z.optional(keptSessionSchema) });

/** A restored tab. */
interface EndedTab {
  readonly tab: PageTab;
  readonly kept: KeptSession | undefined;
}

/** The tabs that were restored after a window reload, which ended their sessions. */
export class EndedTabs implements Disposable, vscode.WebviewPanelSerializer {
  readonly #again: StartAgain;
  readonly #options: PageTabOptions;
  readonly #tabs = new Set<EndedTab>();
  readonly #resources = new DisposableStore();

  constructor(again: StartAgain, options: PageTabOptions) {
    this.#again = again;
    this.#options = options;
    this.#resources.add(vscode.window.registerWebviewPanelSerializer(viewType, this));
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = stateSchema.safeParse(state).data?.session;
    // Loaded when it is needed.
    const { PageTab } = await import('./pageTab.ts');
    const tab = PageTab.restore(panel, this.#options);
    const ended = { tab, kept };
    this.#tabs.add(ended);
    tab.closed(() => this.#tabs.delete(ended));
    const canStart = kept !== undefined && this.#again.canStart(kept);
    tab.show(new EndedContent(canStart ? () => this.#again.start(kept) : undefined));
  }

  /** Takes the tab of a session that was started again. */
  take(kept: KeptSession | undefined): PageTab | undefined {
    const found = [...this.#tabs].find((ended) => kept !== undefined && isSame(kept, ended.kept));
    if (found === undefined) return undefined;
    this.#tabs.delete(found);
    return found.tab;
  }

  dispose(): void {
    this.#resources.dispose();
    for (const { tab } of this.#tabs) tab.dispose();
  }
}

function isSame(one: KeptSession, other: KeptSession | undefined): boolean {
  return one.configuration === other?.configuration && one.folder === other.folder;
}
