import type { PageAnswer, PageRequest } from '../../../tools/editor/pageDriverRequests.ts';

/** Sends a request to the page driver, and resolves to the text that it read. */
export async function ask(request: PageRequest): Promise<readonly string[]> {
  const url = process.env['EDITOR_PAGE_DRIVER'] ?? '';
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(request) });
  const answer = (await response.json()) as PageAnswer;
  if ('failure' in answer) throw new Error(`The page driver could not: ${answer.failure}`);
  return answer.read;
}
