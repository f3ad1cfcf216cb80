import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertPresent } from '../../../tools/setup/testRequirements.mjs';
import { planProgram } from '../../../tools/fixtures/languages.ts';
import { runCommand } from '../../../tools/fixtures/processes/programs.ts';
import { createFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const javaProgram = `public class App {
  public static void main(String[] args) {
    System.out.println(String.join(" ", args) + " " + System.getenv("SHOP") + " " + System.getProperty("colour"));
    System.exit(7);
  }
}
`;

test(
  'a Java program is run from its source or its class path',
  { timeout: 240_000 },
  async (context) => {
    assertPresent('jdk');
    const folder = await createFolder(context, { 'App.java': javaProgram });
    const compiled = runCommand(context, 'javac', ['-d', 'classes', 'App.java'], {
      workingDirectory: folder,
    });
    await compiled.over();
    assert.equal(compiled.exitCode, 0, compiled.stderr);
    const entries = [
      { main_class: join(folder, 'App.java') },
      { main_class: 'App', class_paths: [join(folder, 'classes')] },
    ];
    for (const entry of entries) {
      const { program } = planProgram(folder, {
        launchConfiguration: { type: 'java', vm_args: '"-Dcolour=deep red"', ...entry },
        args: ['a', 'b'],
      });
      const run = runCommand(context, program.command, program.args, program);
      await run.over();
      assert.equal(run.stdout, 'a b books deep red\n', run.stderr);
      assert.equal(run.exitCode, 7);
    }
  },
);
