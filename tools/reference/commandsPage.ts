import manifest from '../../package.json' with { type: 'json' };
import { renderTable } from '../markdownTable.ts';
import { type CommandText, commandTexts } from './commandTexts.ts';
import { toContributedText } from './contributedText.ts';

/** Renders the reference page of commands. Throws if a command of package.json has no text, or a text no command. */
export function renderCommandsPage(): string {
  const titles = readTitles();
  const described = new Set(commandTexts.flatMap(({ commands }) => commands));
  const missing = [...titles.keys()].filter((command) => !described.has(command));
  if (missing.length > 0) throw new Error(`commandTexts.ts lacks ${missing.join(', ')}.`);
  const rows = commandTexts.map((text) => [formatTitles(text, titles), text.text]);
  return `# Commands

<!-- Generated from package.json and tools/reference/commandTexts.ts by npm run update-reference. -->

${renderTable(['command', 'what it does'], rows)}

The Command Palette lists a command only while there is a session that it can act on. A command for one session asks which one if there are several: the latest is first. From another extension or a key binding, pass the session's name as the argument.

The view **IDE Sessions** in **Run and Debug** shows all sessions below their controllers, and has the same commands as buttons and in its context menu. \`F3\` in the view finds rows by their titles; with **Filter** beside the text, only those are shown.
`;
}

/** Returns the titles of the commands by their names without the prefix. */
function readTitles(): ReadonlyMap<string, string> {
  return new Map(
    manifest.contributes.commands.map(({ command, title }) => [
      command.slice(command.indexOf('.') + 1),
      toContributedText(title),
    ]),
  );
}

/** The first of the commands of a row is shown with its category. */
function formatTitles({ commands }: CommandText, titles: ReadonlyMap<string, string>): string {
  const [first = ''] = manifest.contributes.commands.map(({ category }) => category);
  const category = toContributedText(first);
  return commands
    .map((command, index) => {
      const title = titles.get(command);
      if (title === undefined) throw new Error(`package.json has no command ${command}.`);
      return index === 0 ? `**${category}: ${title}**` : `**${title}**`;
    })
    .join(', ');
}
