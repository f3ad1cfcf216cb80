import type { PersonAnswer, PersonRequest } from '../personRequests.ts';

/** Asks the person in front of the editor, and resolves to what was read. */
export async function ask(request: PersonRequest): Promise<readonly string[]> {
  const url = process.env['EDITOR_PERSON'] ?? '';
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(request) });
  const answer = (await response.json()) as PersonAnswer;
  if ('failure' in answer) throw new Error(`The person could not: ${answer.failure}`);
  return answer.read;
}
