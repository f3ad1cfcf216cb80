import * as vscode from 'vscode';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { ask } from '../pageDriver.ts';

/** Runs a command that copies something, and returns what it has copied. */
export function copyBy(title: string): Promise<string> {
  return copyDuring(() => ask({ do: 'run command', title: `IDE Session: ${title}` }));
}

/** Returns what an action has copied. */
export async function copyDuring(action: () => Promise<unknown>): Promise<string> {
  await vscode.env.clipboard.writeText('nothing');
  await action();
  let copied = '';
  await until('something is copied', async () => {
    copied = await vscode.env.clipboard.readText();
    return copied !== 'nothing';
  });
  return copied;
}
