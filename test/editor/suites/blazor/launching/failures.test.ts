import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { ask } from '../../pageDriver.ts';
import { withSetting } from '../../workspace.ts';
import { useBlazor } from '../fixture.ts';

describe('A session that fails', () => {
  const fixture = useBlazor();

  async function failsWith(
    words: RegExp,
    hint: string,
    more: Partial<vscode.DebugConfiguration> = {},
  ): Promise<void> {
    const { client, view } = fixture;
    await client.start(view, more);
    await view.ended();
    const [message = ''] = await ask({ do: 'read notification', text: hint });
    assert.match(message, words);
    assert.match(view.console, words);
  }

  it('reports which program uses its port and how to change it', async () => {
    const { port } = new URL(await fixture.client.address());
    const other = createServer().listen(Number(port), '127.0.0.1');
    await once(other, 'listening');
    try {
      await failsWith(
        new RegExp(
          `cannot be served on port ${port}, because \\S+.*listens there\\..*applicationUrl`,
        ),
        'cannot be served',
      );
    } finally {
      other.close();
      await once(other, 'close');
    }
  });

  it('offers to create the certificate that its addresses need', async () => {
    const home = await mkdtemp(join(tmpdir(), 'home-'));
    try {
      const words = /served over HTTPS only.*dotnet dev-certs https --trust/;
      await failsWith(words, 'served over HTTPS only', {
        launchProfile: 'secure',
        env: { HOME: home },
      });
      const [offer = ''] = await ask({ do: 'read notification', text: 'Create Certificate' });
      assert.match(offer, words);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });

  it('reports that its browser is missing and where to configure another', async () => {
    await withSetting('ideSessionHost.blazor.browserPath', '/missing/browser', async () => {
      await failsWith(
        /\/missing\/browser.*ideSessionHost\.blazor\.browserPath/,
        '/missing/browser',
      );
    });
  });
});
