import * as vscode from 'vscode';

/** Whether an installed extension debugs this type. */
export function isDebuggerInstalled(type: string): boolean {
  return vscode.extensions.all.some((extension) => {
    const { contributes } = extension.packageJSON as Manifest;
    return contributes?.debuggers?.some((contribution) => contribution.type === type) ?? false;
  });
}

interface Manifest {
  readonly contributes?: { readonly debuggers?: readonly { readonly type?: string }[] };
}

const offered = new Set<string>();

/** Offers, once a type and window, to look for an extension that debugs it. */
export async function offerDebugger(type: string): Promise<void> {
  if (offered.has(type)) return;
  offered.add(type);
  const search = 'Search Extensions';
  const text = `No extension that debugs ${type} is installed. Programs run without a debugger.`;
  const answer = await vscode.window.showInformationMessage(text, search);
  if (answer === search) {
    await vscode.commands.executeCommand(
      'workbench.extensions.search',
      `@category:debuggers ${type}`,
    );
  }
}
