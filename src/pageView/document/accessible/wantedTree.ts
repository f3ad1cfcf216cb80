import type { SavedState } from '../savedState.ts';

/** VS Code's class for documents of users with a screen reader. */
const screenReaderClass = 'vscode-using-screen-reader';

/** Calls back with whether the page's content is wanted: by VS Code's screen reader mode or the menu. */
export class WantedTree {
  readonly #state: SavedState;
  readonly #onChange: (isWanted: boolean) => void;
  #isWanted = false;

  constructor(state: SavedState, onChange: (isWanted: boolean) => void) {
    this.#state = state;
    this.#onChange = onChange;
    const options = { attributes: true, attributeFilter: ['class'] };
    new MutationObserver(() => this.update()).observe(document.body, options);
  }

  /** Looks again, after a change of the state. */
  update(): void {
    const isReading = document.body.classList.contains(screenReaderClass);
    const isWanted = isReading || this.#state.current.isAccessible;
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    this.#onChange(isWanted);
  }

  /** Calls back again, for a page that doesn't know yet. */
  repeat(): void {
    if (this.#isWanted) this.#onChange(true);
  }
}
