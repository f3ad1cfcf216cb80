import * as vscode from 'vscode';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { ask } from '../pageDriver.ts';

/** Runs a command that copies something, and returns what it has copied. */
export async function copyBy(title: string): Promise<string> {
  await vscode.env.clipboard.writeText('nothing');
  await ask({ do: 'run command', title: `IDE Session: ${title}` });
  let copied = '';
  await until(`${title} copies`, async () => {
    copied = await vscode.env.clipboard.readText();
    return copied !== 'nothing';
  });
  return copied;
}
