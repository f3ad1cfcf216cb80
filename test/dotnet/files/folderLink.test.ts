import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  getFolderLink,
  findLinkBetween,
  openedPath,
  resolveFolderLinks,
} from '../../../src/dotnet/files/folderLink.ts';
import { findProjectFile } from '../../../src/dotnet/files/projectFile.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const onPosix = { skip: process.platform === 'win32' ? 'paths use the POSIX format' : false };

test("a path through a link differs by the link's folder", onPosix, () => {
  const link = { opened: '/home/ann/shop', real: '/disk/work/shop' };
  assert.equal(findLinkBetween('/home/ann/shop', '/home/ann/shop'), undefined);
  assert.deepEqual(findLinkBetween('/home/ann/src/App', '/disk/work/shop/App'), {
    opened: '/home/ann/src',
    real: '/disk/work/shop',
  });
  assert.deepEqual(findLinkBetween('/home/ann/shop/App', '/disk/work/shop/App'), {
    opened: '/home/ann',
    real: '/disk/work',
  });
  assert.deepEqual(findLinkBetween('/tmp/a', '/private/tmp/a'), { opened: '/', real: '/private' });
  assert.equal(openedPath('/disk/work/shop', link), '/home/ann/shop');
  assert.equal(openedPath('/disk/work/shop/App/A.cs', link), '/home/ann/shop/App/A.cs');
  assert.equal(openedPath('/disk/work/shopping/A.cs', link), '/disk/work/shopping/A.cs');
  assert.equal(openedPath('/disk/A.cs', undefined), '/disk/A.cs');
  assert.equal(openedPath('/A.cs', { opened: '/x', real: '/' }), '/x/A.cs');
});

test(
  'a project has the real path of its folder and keeps its own file name',
  onPosix,
  async (context) => {
    const folder = await temporaryFolder(context);
    const real = join(folder, 'real', 'App');
    await mkdir(real, { recursive: true });
    await writeFile(join(real, 'App.csproj'), '<Project />');
    await symlink(join(folder, 'real'), join(folder, 'opened'));
    await symlink(join(real, 'App.csproj'), join(folder, 'Other.csproj'));
    const opened = join(folder, 'opened', 'App');
    const file = await resolveFolderLinks(join(real, 'App.csproj'));
    assert.equal(await findProjectFile(opened), file);
    assert.equal(await findProjectFile(join(opened, 'App.csproj')), file);
    assert.equal(
      await findProjectFile(join(folder, 'Other.csproj')),
      await resolveFolderLinks(join(folder, 'Other.csproj')),
    );
    const link = { opened: join(folder, 'opened'), real: join(file, '..', '..') };
    assert.deepEqual(await getFolderLink(opened), link);
    assert.deepEqual(await getFolderLink(join(opened, 'App.csproj')), link);
  },
);
