import * as z from 'zod/mini';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import type { KeyInput, MouseInput, PageInput } from '../../../pageView/messages/pageInput.ts';
import { isLate, type PageEvent, type PageSession } from '../pageSession.ts';

/** What is dragged. The browser gets it back as it is. */
const startedSchema = z.object({ data: z.looseObject({ dragOperationsMask: z.int() }) });

type DragData = z.output<typeof startedSchema>['data'];

type MousePlace = Pick<MouseInput, 'modifiers' | 'x' | 'y'>;

/** In it, no operation is allowed. */
const nothing: DragData = { items: [], dragOperationsMask: 0 };
const corner: MousePlace = { x: 0, y: 0, modifiers: 0 };

/** The press that can start a drag, and where it was released. `over` if the next drag isn't of this mouse. */
type Press =
  | { readonly state: 'held' }
  | { readonly state: 'released'; readonly at: MousePlace }
  | { readonly state: 'over' };

const held: Press = { state: 'held' };
const over: Press = { state: 'over' };

/**
 * Drags elements of a page with the mouse. A page takes no other input from the start of a drag until its end.
 * Browsers tell of the start late, maybe after the release. A browser that drives drags itself never
 * ends one that was released before it started.
 */
export class PageDrag implements Disposable {
  readonly #session: PageSession;
  readonly #resources = new DisposableStore();
  /** `undefined` while nothing is dragged. */
  #data: DragData | undefined;
  #last: MousePlace = corner;
  #press: Press = over;
  /** The place of the last press, in the frame that a drag starts from. */
  #start: MousePlace = corner;
  #ended: Promise<void> = Promise.resolve();

  constructor(session: PageSession) {
    this.#session = session;
    session.post('Input.setInterceptDrags', { enabled: true });
    this.#resources.add(session.events((event) => this.#handle(event)));
  }

  /** Resolves when the last drag has ended. The page, or a frame of it, takes no other input before. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /**
   * Gives the page an input that belongs to a drag and settles at its answer. Returns `undefined` if it is an
   * input as any other.
   */
  take(input: PageInput): Promise<unknown> | undefined {
    if (input.kind === 'mouse') return this.#takeMouse(input);
    if (input.kind === 'touch') this.#press = over;
    if (input.kind !== 'key' || this.#data === undefined || !isEscape(input)) return undefined;
    return this.#end(nothing, this.#last);
  }

  /** Ends a drag without a drop, also one that the browser has not told of. */
  cancel(): void {
    this.#press = over;
    if (this.#data !== undefined) void this.#end(nothing, this.#last);
  }

  /** Ends a drag: otherwise the page would take no more input. */
  dispose(): void {
    this.cancel();
    this.#resources.dispose();
  }

  #takeMouse(input: MouseInput): Promise<unknown> | undefined {
    const { action, button } = input;
    this.#last = input;
    if (action === 'move') return this.#data && this.#over(this.#data);
    if (button !== 'left') return undefined;
    if (action === 'release') {
      if (this.#press.state === 'held') this.#press = { state: 'released', at: input };
      return this.#data && this.#end(this.#data, input);
    }
    this.cancel();
    this.#press = held;
    this.#start = input;
    return undefined;
  }

  #handle({ method, params }: PageEvent): void {
    if (method !== 'Input.dragIntercepted') return;
    const { data } = startedSchema.parse(params);
    const press = this.#press;
    this.#data = data;
    void this.#dispatch('dragEnter', data, press.state === 'released' ? press.at : this.#last);
    if (press.state === 'released') void this.#end(data, press.at);
    // A finger or another client may have started it.
    if (press.state === 'over') void this.#end(nothing, this.#last);
  }

  #over({ dragOperationsMask }: DragData): Promise<boolean> {
    // The page has the items, which may be large.
    return this.#dispatch('dragOver', { items: [], dragOperationsMask }, this.#last);
  }

  /** Ends a drag by a drop, which has no effect but the end if there is `nothing` to drop. */
  #end(data: DragData, at: MousePlace): Promise<void> {
    this.#data = undefined;
    this.#press = over;
    this.#ended = this.#drop(data, at, this.#start);
    return this.#ended;
  }

  async #drop(data: DragData, at: MousePlace, start: MousePlace): Promise<void> {
    // A place beyond the page's edge is refused.
    if (!(await this.#dispatch('drop', data, at))) await this.#dispatch('drop', nothing, corner);
    // A drop ends the drag for the frame at its place, which may be of another site.
    await this.#dispatch('dragCancel', nothing, start);
  }

  /** Resolves to whether the page has taken the event. */
  async #dispatch(
    type: 'dragEnter' | 'dragOver' | 'drop' | 'dragCancel',
    data: DragData,
    { modifiers, x, y }: MousePlace,
  ): Promise<boolean> {
    try {
      await this.#session.send('Input.dispatchDragEvent', { type, x, y, modifiers, data });
      return true;
    } catch (error) {
      return isLate(error);
    }
  }
}

function isEscape({ action, code }: KeyInput): boolean {
  return action === 'press' && code === 'Escape';
}
