import type { Navigation } from '../../messages/viewInput.ts';
import type { PageLocation } from '../../messages/viewUpdate.ts';
import { createElement } from '../dom.ts';
import { devices, findDevice, zoomLevels } from '../picture/devices.ts';
import type { SavedState } from '../savedState.ts';
import { AddressField } from './addressField.ts';
import { createIcon, type IconName } from './icons.ts';
import { MenuButton } from './menu.ts';

/** What the toolbar acts on. */
interface ToolbarOptions {
  readonly state: SavedState;
  readonly navigate: (navigation: Navigation) => void;
  /** Called after the user changed the state. */
  readonly onStateChange: () => void;
  /** Called when the user goes back to the page. */
  readonly onLeave: () => void;
}

type ShownLocation = Omit<PageLocation, 'type'>;

/** Address, history and size of the page. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #options: ToolbarOptions;
  readonly #back = createIconButton('back', 'Go Back');
  readonly #forward = createIconButton('forward', 'Go Forward');
  readonly #reload = createIconButton('reload', 'Reload');
  readonly #address: AddressField;
  #location: ShownLocation = {
    url: '',
    title: '',
    canGoBack: false,
    canGoForward: false,
    isLoading: false,
  };
  #hasEnded = false;

  constructor(options: ToolbarOptions) {
    this.#options = options;
    const { navigate, onLeave } = options;
    this.#address = new AddressField((url) => navigate({ to: 'url', url }), onLeave);
    this.#back.addEventListener('click', () => navigate({ to: 'back' }));
    this.#forward.addEventListener('click', () => navigate({ to: 'forward' }));
    this.#reload.addEventListener('click', ({ shiftKey }) => this.#onReload(shiftKey));
    this.element = createElement(
      'div',
      { class: 'toolbar', role: 'toolbar', 'aria-label': 'Page' },
      this.#back,
      this.#forward,
      this.#reload,
      this.#address.element,
      this.#createDevices(),
      this.#createZoom(),
      this.#createMenu(),
    );
    this.show(this.#location);
  }

  /** Shows where the page is. */
  show(location: ShownLocation): void {
    this.#location = location;
    this.#back.disabled = !location.canGoBack || this.#hasEnded;
    this.#forward.disabled = !location.canGoForward || this.#hasEnded;
    this.#address.show(location.url);
    const isLoading = this.#isLoading();
    const [icon, label] = isLoading
      ? (['stop', 'Stop Loading'] as const)
      : (['reload', 'Reload (Shift+Click: Without Cache)'] as const);
    if (label !== this.#reload.title) nameButton(this.#reload, icon, label);
    this.element.classList.toggle('loading', isLoading);
  }

  /** Whether the page is gone, so that there is nowhere to go. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  set hasEnded(hasEnded: boolean) {
    this.#hasEnded = hasEnded;
    this.#reload.disabled = hasEnded;
    this.#address.element.readOnly = hasEnded;
    this.show(this.#location);
  }

  #onReload(withoutCache: boolean): void {
    if (this.#isLoading()) this.#options.navigate({ to: 'stop' });
    else this.#options.navigate({ to: withoutCache ? 'reloadWithoutCache' : 'reload' });
  }

  #isLoading(): boolean {
    return this.#location.isLoading && !this.#hasEnded;
  }

  #createDevices(): HTMLElement {
    const entries = devices.map(({ id, label }) => ({ value: id, label }));
    const select = createSelect('Device Size', entries, this.#options.state.current.device);
    select.addEventListener('change', () => this.#change({ device: select.value }));
    return select;
  }

  #createZoom(): HTMLElement {
    const entries = zoomLevels.map((zoom) => ({
      value: String(zoom),
      label: `${Math.round(zoom * 100)}%`,
    }));
    const select = createSelect('Zoom', entries, String(this.#options.state.current.zoom));
    select.addEventListener('change', () => this.#change({ zoom: Number(select.value) }));
    return select;
  }

  #createMenu(): HTMLElement {
    const { state, navigate } = this.#options;
    const button = createIconButton('more', 'More Actions…');
    const menu = new MenuButton(button, () => {
      const { device, isRotated, isAccessible } = state.current;
      return [
        {
          label: 'Reload Without Cache',
          isDisabled: this.#hasEnded,
          run: () => navigate({ to: 'reloadWithoutCache' }),
        },
        {
          label: 'Rotate Device',
          isChecked: isRotated,
          isDisabled: findDevice(device).size === undefined,
          run: () => this.#change({ isRotated: !isRotated }),
        },
        {
          label: 'Show Page Content to Screen Readers',
          isChecked: isAccessible,
          run: () => this.#change({ isAccessible: !isAccessible }),
        },
      ];
    });
    return menu.element;
  }

  #change(change: Parameters<SavedState['change']>[0]): void {
    this.#options.state.change(change);
    this.#options.onStateChange();
  }
}

function createIconButton(icon: IconName, label: string): HTMLButtonElement {
  const button = createElement('button', { type: 'button', class: 'iconButton' });
  nameButton(button, icon, label);
  return button;
}

function nameButton(button: HTMLButtonElement, icon: IconName, label: string): void {
  button.title = label;
  button.setAttribute('aria-label', label);
  button.replaceChildren(createIcon(icon));
}

interface SelectEntry {
  readonly value: string;
  readonly label: string;
}

function createSelect(
  label: string,
  entries: readonly SelectEntry[],
  selected: string,
): HTMLSelectElement {
  const options = entries.map((entry) => {
    return createElement('option', { value: entry.value }, entry.label);
  });
  const select = createElement('select', { title: label, 'aria-label': label }, ...options);
  select.value = selected;
  return select;
}
