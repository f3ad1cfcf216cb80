import type { SessionFacts } from '../../wasm/diagnosis/facts.ts';

/** The page of an app in one launch, which owns everything that the page opens. */
export interface AppPage {
  /** Prepares everything that doesn't need the server. Throws a HumanError. */
  prepare(): Promise<void>;
  /** Opens the URL. Throws a HumanError. */
  show(url: string): Promise<ShownPage>;
}

/** An open page. */
export interface ShownPage {
  /** The pid of the browser, if it was started by this launch. */
  readonly pid: number | undefined;
  /** Resolves to the browser's exit code when the user has closed it. Rejects with a HumanError if it crashed. */
  readonly ended: Promise<number | undefined>;
  /** Returns the facts for a diagnosis. */
  facts(): Promise<SessionFacts>;
}
