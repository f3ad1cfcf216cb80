import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { tools } from '../../../../src/host/tools/tools.ts';
import { until } from '../../../../tools/fixtures/waiting.ts';
import { useFixture } from '../fixture.ts';
import { ask } from '../pageDriver.ts';
import { startProgram } from './programs.ts';

/** The part of VS Code's API that is newer than the oldest supported version. */
const { lm } = vscode as unknown as {
  readonly lm: {
    readonly tools: readonly { readonly name: string }[];
    invokeTool(
      name: string,
      options: { readonly input: object },
    ): Promise<{ readonly content: readonly { readonly value: string }[] }>;
  };
};

/** Calls a tool. An editor that runs tests agrees to each question by itself. */
async function call(name: string, input: object): Promise<string> {
  const { content } = await lm.invokeTool(name, { input });
  return content.map(({ value }) => value).join('');
}

describe('Tools for language models', () => {
  const fixture = useFixture();

  it('are all known to the editor', () => {
    const names = lm.tools.map(({ name }) => name);
    for (const { name } of tools) assert.ok(names.includes(name), name);
  });

  it('start, follow, restart and stop a session of launch.json', async () => {
    const started = await call('ide_session_start', { target: 'Plain controller' });
    const { name: session } = JSON.parse(started.split('\n')[1] ?? '') as { name: string };
    assert.match(await call('ide_session_wait', { session, state: 'Running' }), / runs\.\n/);
    assert.match(await call('ide_session_list', {}), new RegExp(`"name":"${session}"`));
    await untilLogged(session, 'serving', 1);
    await call('ide_session_restart', { session });
    const log = await untilLogged(session, 'serving', 2);
    assert.match(log, /untrusted output[^]*\n<<<\S+\nserving\n[^]*\na warning\n/);
    await call('ide_session_stop', { session });
    assert.match(await call('ide_session_wait', { session, state: 'Ended' }), /"exitCode":7/);
  });

  it('stop the session of a controller', async () => {
    const session = await startProgram(fixture.controller, 'serve.js');
    await call('ide_session_stop', { session: session.id });
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
  });

  it('are served to MCP clients by a server that the editor lists and starts', async () => {
    void vscode.commands.executeCommand('workbench.mcp.listServer');
    await ask({ do: 'read picks', expected: 'IDE Session Host' });
    await ask({ do: 'pick', label: 'IDE Session Host' });
    await ask({ do: 'pick', label: 'Start Server' });
    const served = () => lm.tools.filter(({ name }) => /^mcp_.*ide_session_/.test(name));
    await until('the tools are served', () => served().length === tools.length);
  });

  it('say what can be started, and that no page has breakpoints', async () => {
    await assert.rejects(
      call('ide_session_start', { target: 'Other' }),
      /Other is neither a debug[^]*Use one of these: Plain controller/,
    );
    const explained = await call('ide_session_explain_breakpoint', {});
    assert.match(explained, /^No Blazor WebAssembly app is running in this window\./);
  });
});

/** Reads the log once it has a text this many times. */
async function untilLogged(session: string, text: string, count: number): Promise<string> {
  let log = '';
  await until(`${text} is logged ${count} times`, async () => {
    log = await call('ide_session_read_log', { session });
    return log.split(text).length > count;
  });
  return log;
}
