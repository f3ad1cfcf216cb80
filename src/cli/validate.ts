import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { getMessage } from '../common/log.ts';
import { printable } from '../common/printable.ts';
import { checkDocument, getWorkspaceFolder } from '../launch/documents/checkDocument.ts';
import type { Problem } from '../launch/json/jsonDocument.ts';
import { cliErrors } from './errors.ts';
import type { ValidateOptions } from './invocation.ts';
import { colorText, createOutput, type Output } from './output/terminal.ts';
import { formatValue } from './output/printed.ts';
import { plainLaunchTypes } from './plainLaunchTypes.ts';

/** The name of stdin as a file. */
const stdin = '-';

/** A problem, and its file as it was named. */
type FileProblem = { readonly file: string } & Problem;

/** Checks files, and prints what is wrong with them. Resolves to 1 if there is a problem. */
export async function validate({ files, format }: ValidateOptions): Promise<number> {
  const problems: FileProblem[] = [];
  for (const file of files) problems.push(...(await check(file)));
  const output = createOutput(process.stdout, process.env);
  output.write(
    format === 'text'
      ? problems.map((problem) => formatProblem(problem, output)).join('')
      : formatValue({ problems }, format),
  );
  return problems.length === 0 ? 0 : 1;
}

async function check(file: string): Promise<readonly FileProblem[]> {
  const path = file === stdin ? undefined : resolve(file);
  const content = await read(file, path);
  const workspace = path === undefined ? process.cwd() : getWorkspaceFolder(path);
  const context = {
    workspace,
    environment: process.env,
    platform: process.platform,
    hasFile: existsSync,
  };
  const problems = await checkDocument(content, path, {
    types: plainLaunchTypes(context),
    hasFile: existsSync,
    workspaceFolder: (name) => (name === undefined ? workspace : undefined),
  });
  return problems.map((problem) => ({ file, ...problem }));
}

async function read(file: string, path: string | undefined): Promise<string> {
  if (path === undefined) return text(process.stdin);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw cliErrors.FileUnreadable({ file, reason: getMessage(error) });
  }
}

/** As compilers print them, so that terminals and editors link to the place. */
function formatProblem({ column, file, line, message, path }: FileProblem, output: Output): string {
  const place = `${file === stdin ? 'stdin' : file}:${line}:${column}:`;
  const words = path === '' ? message : `${path}: ${message}`;
  return `${colorText(place, 'bold', output)} ${printable(words)}\n`;
}
