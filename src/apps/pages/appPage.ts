import type { SessionFacts } from '../../wasm/diagnosis/facts.ts';

/** The page of an app as one launch shows it; what it opens is held by the launch. */
export interface AppPage {
  /** Does ahead what needs no server. Throws a HumanError. */
  prepare(): Promise<void>;
  /** Shows the address. Throws a HumanError. */
  show(url: string): Promise<ShownPage>;
}

/** A page that is shown. */
export interface ShownPage {
  /** The browser's process, where it is ours. */
  readonly pid: number | undefined;
  /** Resolves to the browser's exit code when its user has closed it; rejects with a HumanError when it crashed. */
  readonly ended: Promise<number | undefined>;
  /** What a diagnosis wants to know of it. */
  facts(): Promise<SessionFacts>;
}
