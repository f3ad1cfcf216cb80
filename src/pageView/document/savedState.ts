import * as z from 'zod/mini';
import { keptSessionSchema } from '../messages/keptSession.ts';
import type { Host } from './host.ts';
import { fitDevice } from './picture/devices.ts';

const stateSchema = z.object({
  /** The id of a device. */
  device: z.string(),
  isRotated: z.boolean(),
  /** 1 for 100 %. */
  zoom: z.number().check(z.minimum(0.1), z.maximum(10)),
  /** Whether the page's content is shown to screen readers. */
  isAccessible: z.boolean(),
  /** The extension's, for the time after a reload of the window. */
  session: z.optional(keptSessionSchema),
});

export type ViewState = Readonly<z.output<typeof stateSchema>>;

const initialState: ViewState = {
  device: fitDevice.id,
  isRotated: false,
  zoom: 1,
  isAccessible: false,
};

/** What the user chose in the tab and what the extension keeps there, also after the tab was hidden or reloaded. */
export class SavedState {
  readonly #host: Host;
  #state: ViewState;

  constructor(host: Host) {
    this.#host = host;
    this.#state = stateSchema.safeParse(host.savedState).data ?? initialState;
  }

  get current(): ViewState {
    return this.#state;
  }

  change(change: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...change };
    this.#host.saveState(this.#state);
  }
}
