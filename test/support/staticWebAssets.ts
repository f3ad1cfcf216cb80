import { link, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A build's static web assets: which file answers which address, of those that aren't compressed. */
interface Endpoints {
  readonly Endpoints: readonly {
    readonly Route: string;
    readonly AssetFile: string;
    readonly Selectors: readonly unknown[];
  }[];
}

interface AssetNode {
  readonly Children: Readonly<Record<string, AssetNode>> | null;
  readonly Asset: { readonly ContentRootIndex: number; readonly SubPath: string } | null;
}

/** Where the files are. */
interface Assets {
  readonly ContentRoots: readonly string[];
  readonly Root: AssetNode;
}

/**
 * Fills a folder with what a client's dev server serves, so that a server without any knowledge of
 * .NET can serve it too. `assembly` is the client's built assembly.
 */
export async function layOutWebRoot(assembly: string, folder: string): Promise<void> {
  const manifest = (kind: string) =>
    readFile(assembly.replace(/\.dll$/, `.staticwebassets.${kind}.json`), 'utf8');
  const assets = JSON.parse(await manifest('runtime')) as Assets;
  const { Endpoints: endpoints } = JSON.parse(await manifest('endpoints')) as Endpoints;
  const plain = endpoints.filter(
    ({ Route, Selectors }) => Selectors.length === 0 && !Route.endsWith('.gz'),
  );
  for (const { AssetFile, Route } of plain) {
    const path = join(folder, Route);
    await mkdir(dirname(path), { recursive: true });
    await link(locate(AssetFile, assets), path);
  }
}

function locate(path: string, { ContentRoots, Root }: Assets): string {
  let node: AssetNode | undefined = Root;
  for (const name of path.split('/')) node = node?.Children?.[name];
  if (!node?.Asset) throw new Error(`The build lists no file for ${path}.`);
  const { ContentRootIndex, SubPath } = node.Asset;
  return join(ContentRoots[ContentRootIndex] ?? '', SubPath);
}
