import { pollUntil } from '../../common/clock.ts';
import { deferred } from '../../common/deferred.ts';
import type { BrowserOptions, BrowserProgram, ProgramEnd } from '../program/browserProgram.ts';
import { endedEarly, lateStart } from '../program/browserStartFailures.ts';
import { type BrowserAddress, readPortFile } from '../program/startOutput.ts';

type Outcome =
  | { readonly kind: 'found'; readonly address: BrowserAddress }
  | { readonly kind: 'ended'; readonly end: ProgramEnd }
  | { readonly kind: 'late' };

/** Waits for the address of a browser's DevTools. Throws a HumanError if it is not reported in time. */
export async function findDevTools(
  program: BrowserProgram,
  options: BrowserOptions,
): Promise<BrowserAddress> {
  const outcome = await firstOutcome(program, options);
  switch (outcome.kind) {
    case 'found':
      return outcome.address;
    case 'ended':
      throw endedEarly(program, outcome.end);
    case 'late':
      throw lateStart(program, options.startTimeout);
  }
}

async function firstOutcome(program: BrowserProgram, options: BrowserOptions): Promise<Outcome> {
  const { clock, startTimeout } = options;
  const first = deferred<Outcome>();
  let isOver = false;
  void program.output.address.then((address) => first.resolve({ kind: 'found', address }));
  void program.ended.then((end) => first.resolve({ kind: 'ended', end }));
  // A wrapper script may not pass on the browser's output, so the file is checked too.
  const hasFile = async (): Promise<boolean> => {
    const address = await readPortFile(program.profile.folder);
    if (address !== undefined) first.resolve({ kind: 'found', address });
    return isOver || address !== undefined;
  };
  void pollUntil(clock, () => startTimeout, hasFile).then(
    (isFound) => !isFound && first.resolve({ kind: 'late' }),
  );
  const outcome = await first.promise;
  isOver = true;
  return outcome;
}
