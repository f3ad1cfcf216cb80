import type { TouchInput } from '../../messages/pageInput.ts';
import type { PagePoint, Picture } from '../picture/picture.ts';
import { readModifiers } from './modifiers.ts';
import type { PageInputs } from './pageInputs.ts';

/** As many as `TouchInput` has. */
const maxPoints = 16;

/** Sends what fingers do, or the mouse in their place. */
export class Touch {
  readonly #picture: Picture;
  readonly #inputs: PageInputs;
  readonly #points = new Map<number, PagePoint>();

  constructor(picture: Picture, inputs: PageInputs) {
    this.#picture = picture;
    this.#inputs = inputs;
    inputs.resumed(() => this.#points.clear());
  }

  /** Whether a pointer touches the page. */
  has({ pointerId }: PointerEvent): boolean {
    return this.#points.has(pointerId);
  }

  start(event: PointerEvent): void {
    const point = this.#picture.toPage(event);
    if (point === undefined || !this.#inputs.isLive || this.#points.size >= maxPoints) return;
    this.#points.set(event.pointerId, point);
    this.#inputs.send(this.#read(event, 'start'));
  }

  move(event: PointerEvent): void {
    const point = this.#picture.toPage(event);
    if (point === undefined || !this.has(event)) return;
    this.#points.set(event.pointerId, point);
    this.#inputs.move(this.#read(event, 'move'));
  }

  end(event: PointerEvent): void {
    if (this.#points.delete(event.pointerId)) this.#inputs.send(this.#read(event, 'end'));
  }

  /** The browser took the gesture, or the pointer is lost. */
  cancel(event: PointerEvent): void {
    if (!this.has(event)) return;
    this.#points.clear();
    this.#inputs.send(this.#read(event, 'cancel'));
  }

  #read(event: PointerEvent, action: TouchInput['action']): TouchInput {
    const points = [...this.#points].map(([id, point]) => ({ id, ...point }));
    return { kind: 'touch', action, points, modifiers: readModifiers(event) };
  }
}
