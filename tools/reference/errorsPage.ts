import { protocolErrorTable } from '../../src/protocol/errorTable.ts';
import { renderTable } from '../markdownTable.ts';
import { catalogues } from './catalogues.ts';

/** Renders the reference page of errors. */
export function renderErrorsPage(): string {
  return `# Errors

<!-- Generated from the error catalogues by npm run update-reference. -->

Every failure has a code, says what happened and says what to do. \`{name}\` stands for a value. Controllers get the code and the text of a failed session in its \`sessionMessage\`.

## Answers to requests

The answer's body is \`{"error":{"code","message"}}\`, sometimes with \`details\`. Where no remedy is listed, the answer says what is wrong in this request.

${renderTable(['code', 'status', 'what happened', 'what to do'], protocolRows())}

${catalogues.map(renderCatalogue).join('\n\n')}
`;
}

function protocolRows(): string[][] {
  return Object.entries(protocolErrorTable).map(([code, [status, message, remedy]]) => [
    `\`${code}\``,
    String(status),
    inTable(message),
    inTable(remedy),
  ]);
}

function renderCatalogue({ errors, title }: (typeof catalogues)[number]): string {
  const rows = Object.entries(errors).map(([code, { entry }]) => [
    `\`${code}\``,
    inTable(entry.message),
    inTable(entry.remedy),
  ]);
  return `## ${title}\n\n${renderTable(['code', 'what happened', 'what to do'], rows)}`;
}

/** Formats placeholders as code, so that Markdown doesn't interpret them. */
function inTable(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ')
    .replace(/\{\w+\}/g, '`$&`');
}
