import { connectSessions } from '../sessions/connectSessions.ts';
import { getLabel, getState } from '../sessions/session.ts';
import { findRunningHosts } from '../hosts/runningHosts.ts';
import { type Suggestion, type Suggestions, suggest } from './suggestions.ts';

/** Asks the completion script to complete a path. */
const filesDirective = ':files';

/** Prints what can be the last of these words: a word in each line, and its description after a tab. */
export async function complete(words: readonly string[]): Promise<number> {
  const suggestions = suggest(words);
  const current = words.at(-1) ?? '';
  // A shell has no place for errors while a user types.
  const found = await resolveWords(suggestions).catch(() => []);
  const lines =
    suggestions.kind === 'files'
      ? [filesDirective]
      : found
          .filter(({ word }) => word.startsWith(current))
          .map(({ description, word }) => (description ? `${word}\t${description}` : word));
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  return 0;
}

async function resolveWords(suggestions: Suggestions): Promise<readonly Suggestion[]> {
  switch (suggestions.kind) {
    case 'words':
      return suggestions.words;
    case 'hosts': {
      const hosts = await findRunningHosts();
      return hosts.map(({ facts: { folders, kind, pid } }) => ({
        word: String(pid),
        description: folders.join(', ') || kind,
      }));
    }
    case 'sessions':
      return listSessionNames();
    case 'files':
      return [];
  }
}

/** Returns the sessions of the host that would be chosen. */
async function listSessionNames(): Promise<readonly Suggestion[]> {
  const { items } = await (await connectSessions({})).list();
  return items.map((session) => ({
    word: session.metadata.name,
    description: [getState(session), getLabel(session, 'project')].filter(Boolean).join(', '),
  }));
}
