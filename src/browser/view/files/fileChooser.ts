import * as z from 'zod/mini';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { getMessage, type Log } from '../../../common/log.ts';
import { isMainFrame } from '../../page/pageEvents.ts';
import type { PageEvent, PageSession } from '../pageSession.ts';

/** What a page asks for. */
export interface FileRequest {
  readonly isMultiple: boolean;
  /** A folder with all its files. */
  readonly isFolder: boolean;
}

/** Asks the user for files of this machine, none to cancel. The signal is aborted when the page has gone on. */
export type ChooseFiles = (request: FileRequest, signal: AbortSignal) => Promise<readonly string[]>;

const openedSchema = z.object({
  mode: z.string(),
  /** Absent for choosers that are not those of an input. */
  backendNodeId: z.optional(z.int()),
});
const nodeSchema = z.object({ node: z.object({ attributes: z.optional(z.array(z.string())) }) });
const resolvedSchema = z.object({ object: z.object({ objectId: z.string() }) });

/** As browsers report a cancelled chooser. */
const tellCancelled = `function () { this.dispatchEvent(new Event('cancel', { bubbles: true })); }`;

/** Shows the file choosers of a page in the editor, one at a time; others are cancelled. */
export class FileChooser implements Disposable {
  readonly #session: PageSession;
  readonly #choose: ChooseFiles;
  readonly #log: Log;
  readonly #resources = new DisposableStore();
  #open: AbortController | undefined;

  constructor(session: PageSession, choose: ChooseFiles, log: Log) {
    this.#session = session;
    this.#choose = choose;
    this.#log = log;
    this.#resources.add(session.events((event) => this.#handle(event)));
  }

  /** Throws like {@link PageSession.send}. */
  async start(): Promise<void> {
    await this.#session.send('Page.setInterceptFileChooserDialog', { enabled: true });
  }

  dispose(): void {
    this.#resources.dispose();
    this.#open?.abort();
  }

  #handle({ method, params }: PageEvent): void {
    if (method === 'Page.fileChooserOpened') void this.#show(params);
    if (method === 'Page.frameNavigated' && isMainFrame(params)) this.#open?.abort();
  }

  async #show(params: unknown): Promise<void> {
    const { data } = openedSchema.safeParse(params);
    if (data?.backendNodeId === undefined) return;
    const { backendNodeId } = data;
    if (this.#open !== undefined) return this.#cancel(backendNodeId);
    const open = new AbortController();
    this.#open = open;
    try {
      const isFolder = await this.#wantsFolder(backendNodeId);
      const isMultiple = data.mode === 'selectMultiple' && !isFolder;
      const files = await this.#choose({ isMultiple, isFolder }, open.signal);
      if (!open.signal.aborted) await this.#give(backendNodeId, files);
    } catch (error) {
      this.#log.warn(`The files that a page asked for could not be chosen: ${getMessage(error)}`);
      await this.#cancel(backendNodeId);
    } finally {
      this.#open = undefined;
    }
  }

  async #wantsFolder(backendNodeId: number): Promise<boolean> {
    const answer = await this.#session.send('DOM.describeNode', { backendNodeId });
    const { attributes = [] } = nodeSchema.parse(answer).node;
    return attributes.some((name, index) => index % 2 === 0 && name === 'webkitdirectory');
  }

  async #give(backendNodeId: number, files: readonly string[]): Promise<void> {
    if (files.length === 0) return this.#cancel(backendNodeId);
    await this.#session.send('DOM.setFileInputFiles', { backendNodeId, files });
  }

  async #cancel(backendNodeId: number): Promise<void> {
    const resolving = this.#session.send('DOM.resolveNode', { backendNodeId });
    const answer = await resolving.catch(() => undefined);
    const { data } = resolvedSchema.safeParse(answer);
    if (data === undefined) return;
    const { objectId } = data.object;
    this.#session.post('Runtime.callFunctionOn', { objectId, functionDeclaration: tellCancelled });
    this.#session.post('Runtime.releaseObject', { objectId });
  }
}
