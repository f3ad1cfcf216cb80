import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { ask } from '../pageDriver.ts';
import { withSetting } from '../workspace.ts';
import { useBlazor } from './fixture.ts';

describe('A session that fails', () => {
  const fixture = useBlazor();

  async function failsWith(words: RegExp, hint: string): Promise<void> {
    const { client, view } = fixture;
    await client.start(view);
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

  it('reports that its browser is missing and where to configure another', async () => {
    await withSetting('ideSessionHost.blazor.browserPath', '/missing/browser', async () => {
      await failsWith(
        /\/missing\/browser.*ideSessionHost\.blazor\.browserPath/,
        '/missing/browser',
      );
    });
  });
});
