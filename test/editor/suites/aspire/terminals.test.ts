import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Controller } from '../../../../tools/controller/controller.ts';
import { pollUntil } from '../../../../tools/fixtures/waiting.ts';
import { endpointVariables, terminalVariables } from '../controllers.ts';
import { withSetting } from '../workspace.ts';

/** The API of the extension that imitates Aspire's own. */
interface AspireExtension {
  /** Contributes its variables again, after those of all others. */
  contribute(): void;
}

/**
 * Asserts that a controller with these variables finds this window's endpoint through all of them.
 */
async function assertLeadsHere(variables: Readonly<Record<string, string>>): Promise<void> {
  const controller = Controller.fromEnvironment(variables);
  await controller.connect();
  assert.deepEqual(JSON.parse(variables['DEBUG_SESSION_INFO'] ?? ''), await controller.info());
  await controller.disconnect();
}

/** Whether terminals have the other extension's endpoint. */
async function leadsElsewhere(): Promise<boolean> {
  const { DEBUG_SESSION_PORT } = endpointVariables(await terminalVariables());
  return DEBUG_SESSION_PORT === 'localhost:1';
}

describe("Beside Aspire's own extension", () => {
  it('terminals connect to this window, whichever extension contributes its variables first', async () => {
    const aspire = await vscode.extensions
      .getExtension<AspireExtension>('microsoft-aspire.aspire-vscode')
      ?.activate();
    assert.ok(aspire);
    await withSetting('ideSessionHost.terminalVariables', false, async () => {
      await pollUntil('terminals lead elsewhere', 120_000, leadsElsewhere);
    });
    // Ours are contributed after theirs, once the editor has reported the setting.
    const leadsHere = async (): Promise<boolean> => !(await leadsElsewhere());
    await pollUntil('terminals lead here again', 120_000, leadsHere);
    await assertLeadsHere(await terminalVariables());
    aspire.contribute();
    await assertLeadsHere(await terminalVariables());
  });

  it("that extension's terminals keep its other variables", async () => {
    const open = (options: vscode.TerminalOptions) =>
      vscode.commands.executeCommand('aspire-vscode.openTerminal', options);
    const variables = await terminalVariables(open);
    assert.equal(variables['ASPIRE_EXTENSION_ENDPOINT'], 'localhost:2');
    await assertLeadsHere(variables);
  });
});
