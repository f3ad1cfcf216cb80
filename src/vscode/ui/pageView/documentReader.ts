import * as z from 'zod/mini';
import { PageSession } from '../../../browser/view/pageSession.ts';
import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/disposable.ts';
import { documentScript } from '../../debug/page/pagePauses.ts';

const evaluatedSchema = z.object({ result: z.object({ value: z.number() }) });

/** Reads the identity of a page's document, even while the page is paused. */
export class DocumentReader implements Disposable {
  readonly #attach: () => Promise<PageSession>;
  #session: Promise<PageSession> | undefined;

  constructor(browserUri: string, targetId: string, clock: Clock) {
    this.#attach = () => PageSession.attach(browserUri, targetId, clock);
  }

  /** Resolves to `undefined` if the page does not answer. */
  async read(): Promise<string | undefined> {
    try {
      this.#session ??= this.#attach();
      const session = await this.#session.catch((error: unknown) => {
        // The next call tries again.
        this.#session = undefined;
        throw error;
      });
      const answer = await session.send('Runtime.evaluate', { expression: documentScript });
      const { data } = evaluatedSchema.safeParse(answer);
      return data && String(data.result.value);
    } catch {
      return undefined;
    }
  }

  dispose(): void {
    this.#session?.then(
      (session) => session.dispose(),
      () => undefined,
    );
  }
}
