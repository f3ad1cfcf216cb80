import { answerWith, type RelayHandler } from '../handler.ts';

/**
 * Answers requests to report network traffic without forwarding them. A Blazor page loads about 200 files
 * with six events each, which would delay its start by seconds.
 */
export function networkHandler(): RelayHandler {
  return { name: 'network', commands: { 'Network.enable': () => answerWith({}) } };
}
