import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { getMessage, type Log } from '../../common/log.ts';
import type { NodeAction } from '../../pageView/messages/accessibleNode.ts';
import type { Navigation, ViewInput } from '../../pageView/messages/viewInput.ts';
import type { ViewUpdate } from '../../pageView/messages/viewUpdate.ts';
import { PageAccessibility } from './accessibility/pageAccessibility.ts';
import { Choices } from './choices/choices.ts';
import { type ChooseFiles, FileChooser, type FileRequest } from './files/fileChooser.ts';
import { navigate } from './location/navigate.ts';
import { OutsideLinks } from './location/outsideLinks.ts';
import { PageLocation } from './location/pageLocation.ts';
import type { PageSession } from './pageSession.ts';
import type { PageWorld } from './scripts/pageWorld.ts';

/** What the controls of a page need of the editor. */
export interface PageControlsHost {
  readonly clock: Clock;
  readonly log: Log;
  /** Lets the user choose files; resolves to their paths, to none if the user cancels. */
  chooseFiles(request: FileRequest, signal: AbortSignal): Promise<readonly string[]>;
  /** Opens an http or https URL in the user's own browser. */
  openOutside(url: string): void;
}

/** Messages for the controls of a page. */
export type ControlInput = Extract<ViewInput, { type: 'navigate' | 'choose' | 'accessibility' }>;

/** What a browser shows around a page or in windows of its own: the location, choices, and choosers of files. */
export class PageControls implements Disposable {
  readonly #session: PageSession;
  readonly #host: PageControlsHost;
  readonly #location: PageLocation;
  readonly #choices: Choices;
  readonly #files: FileChooser;
  readonly #accessibility: PageAccessibility;
  readonly #updates = new Emitter<ViewUpdate>();
  readonly #resources = new DisposableStore();

  readonly updates: Event<ViewUpdate> = this.#updates.event;

  /** Adds its scripts to a world that is not installed yet. */
  constructor(session: PageSession, world: PageWorld, host: PageControlsHost) {
    const { clock, log } = host;
    const choose: ChooseFiles = (request, signal) => host.chooseFiles(request, signal);
    this.#session = session;
    this.#host = host;
    this.#location = this.#resources.add(new PageLocation(session, world, clock));
    this.#choices = this.#resources.add(new Choices(session, world));
    this.#files = this.#resources.add(new FileChooser(session, choose, log));
    const links = this.#resources.add(new OutsideLinks(world));
    this.#resources.add(links.opened((url) => host.openOutside(url)));
    this.#accessibility = this.#resources.add(new PageAccessibility(session, world, clock, log));
    for (const { updates } of [this.#location, this.#choices, this.#accessibility]) {
      this.#resources.add(updates((update) => this.#updates.fire(update)));
    }
  }

  /** Starts after the world is installed. */
  start(): void {
    const starting = Promise.all([this.#location.start(), this.#files.start()]);
    starting.catch((error: unknown) => {
      this.#host.log.debug(`A page's controls were late: ${getMessage(error)}`);
    });
  }

  /** Sends everything that the document of a view shows, when it is loaded. */
  resend(): void {
    this.#location.resend();
    this.#choices.resend();
    this.#accessibility.resend();
  }

  /** A screen reader acts on a node. */
  actOnNode(id: number, what: NodeAction): void {
    void this.#accessibility.handleNode(id, what);
  }

  setVisible(isVisible: boolean): void {
    this.#accessibility.setVisible(isVisible);
  }

  handle(input: ControlInput): void {
    switch (input.type) {
      case 'navigate':
        return void this.#navigate(input.navigation);
      case 'choose':
        return this.#choices.handleChoose(input.id, input.chosen);
      case 'accessibility':
        return this.#accessibility.setWanted(input.isWanted);
    }
  }

  dispose(): void {
    this.#resources.dispose();
  }

  async #navigate(navigation: Navigation): Promise<void> {
    try {
      await navigate(this.#session, navigation, this.#location.current.url);
    } catch (error) {
      this.#updates.fire({ type: 'announcement', text: getMessage(error) });
    }
  }
}
