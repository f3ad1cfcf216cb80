import { answerWith, type RelayHandler } from '../handler.ts';

/**
 * Answers for the browser that it reports network traffic, without asking it to: a page of Blazor loads
 * about 200 files, six messages for each, which delay its start by seconds.
 */
export function networkHandler(): RelayHandler {
  return { name: 'network', commands: { 'Network.enable': () => answerWith({}) } };
}
