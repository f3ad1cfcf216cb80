import * as z from 'zod/mini';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { Emitter, type Event } from '../../../common/emitter.ts';
import type { Choice, Chosen } from '../../../pageView/messages/choice.ts';
import type { Rectangle } from '../../../pageView/messages/geometry.ts';
import type { ViewUpdate } from '../../../pageView/messages/viewUpdate.ts';
import type { PageSession } from '../pageSession.ts';
import type { PageWorld, ScriptMessage } from '../scripts/pageWorld.ts';
import { choiceMessageSchema, type OpenedChoice } from './choiceMessage.ts';
import { findIndicator, findRectangle } from './choicePlace.ts';
import { choicesScript } from './choicesScript.ts';

const objectSchema = z.object({ result: z.object({ objectId: z.optional(z.string()) }) });

/** What choices use of a page's session. */
export type ChoiceSession = Pick<PageSession, 'post' | 'send'>;

/** The choice that is open in a page. */
interface OpenChoice {
  readonly id: number;
  readonly contextId: number;
  readonly serial: number;
}

/**
 * The drop-down lists, suggestions and pickers of a page: they open in the view, since browsers show them in
 * windows of their own. At most one is open.
 */
export class Choices implements Disposable {
  readonly #session: ChoiceSession;
  readonly #updates = new Emitter<ViewUpdate>();
  readonly #resources = new DisposableStore();
  #open: OpenChoice | undefined;
  #choice: Choice | undefined;
  #lastId = 0;
  /** Counts choices, so that a late answer about an earlier one is ignored. */
  #turn = 0;

  readonly updates: Event<ViewUpdate> = this.#updates.event;

  constructor(session: ChoiceSession, world: PageWorld) {
    this.#session = session;
    const messages = world.add('choices', choicesScript);
    this.#resources.add(messages((message) => void this.#handle(message)));
    this.#resources.add(world.gone((id) => this.#open?.contextId === id && this.#close()));
  }

  /** Applies the user's answer to the open choice; answers to others are ignored. */
  handleChoose(id: number, chosen: Chosen): void {
    if (this.#open?.id !== id) return;
    this.#answer(this.#open, chosen);
    this.#close();
  }

  /** Sends the open choice again, to a view that was loaded again. */
  resend(): void {
    this.#updates.fire({ type: 'choice', choice: this.#choice });
  }

  dispose(): void {
    this.#resources.dispose();
  }

  async #handle({ contextId, message }: ScriptMessage): Promise<void> {
    const { data } = choiceMessageSchema.safeParse(message);
    if (data === undefined) return;
    const known = this.#open;
    const isKnown = known?.contextId === contextId && known.serial === data.serial;
    if (data.kind === 'closed') return isKnown ? this.#close() : undefined;
    const turn = ++this.#turn;
    const open = isKnown ? known : { id: ++this.#lastId, contextId, serial: data.serial };
    this.#open = open;
    const rectangle = await this.#locate(contextId, data).catch(() => undefined);
    if (this.#turn !== turn) return;
    if (rectangle === undefined) return this.handleChoose(open.id, { kind: 'nothing' });
    this.#choice = toChoice(open.id, rectangle, data);
    this.resend();
  }

  /** Returns where the element is; `undefined` if the user clicked a part that opens no picker. */
  async #locate(contextId: number, opened: OpenedChoice): Promise<Rectangle | undefined> {
    const expression = `choices.element(${opened.serial})`;
    const answer = await this.#session.send('Runtime.evaluate', { expression, contextId });
    const { objectId } = objectSchema.parse(answer).result;
    if (objectId === undefined) return undefined;
    try {
      const rectangle = await findRectangle(this.#session, { objectId });
      if (opened.kind !== 'picker' || opened.point === undefined) return rectangle;
      const indicator = await findIndicator(this.#session, objectId);
      if (indicator === undefined) return undefined;
      const { x, y } = opened.point;
      const clicked = { x: rectangle.x + x, y: rectangle.y + y };
      return contains(indicator, clicked) ? rectangle : undefined;
    } finally {
      this.#session.post('Runtime.releaseObject', { objectId });
    }
  }

  #answer({ contextId, serial }: OpenChoice, chosen: Chosen): void {
    const expression = `choices.choose(${serial}, ${JSON.stringify(chosen)})`;
    this.#session.post('Runtime.evaluate', { expression, contextId, userGesture: true });
  }

  #close(): void {
    this.#turn++;
    this.#open = undefined;
    this.#choice = undefined;
    this.resend();
  }
}

function contains({ height, width, x, y }: Rectangle, point: { x: number; y: number }): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}

function toChoice(id: number, rectangle: Rectangle, opened: OpenedChoice): Choice {
  switch (opened.kind) {
    case 'list':
      return {
        kind: 'list',
        id,
        rectangle,
        isMultiple: opened.isMultiple,
        options: opened.options,
      };
    case 'suggestions':
      return { kind: 'suggestions', id, rectangle, values: opened.values };
    case 'picker': {
      const { max, min, step, type, value } = opened;
      return { kind: 'picker', id, rectangle, type, value, min, max, step };
    }
  }
}
