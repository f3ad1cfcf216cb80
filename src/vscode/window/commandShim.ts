import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A script that runs the command `ide-session-host`. */
export interface CommandShim {
  readonly name: string;
  readonly text: string;
}

/** Where the script's program is. */
interface CommandPlace {
  readonly node: string;
  readonly script: string;
  readonly platform: NodeJS.Platform;
}

/**
 * Creates the script, which runs the command with this Node. An editor's own executable is Node only with
 * the variable.
 */
export function createShim({ node, platform, script }: CommandPlace): CommandShim {
  if (platform === 'win32') {
    const [quotedNode, quotedScript] = [node, script].map(
      (path) => `"${path.replaceAll('%', '%%')}"`,
    );
    const lines = [
      '@echo off',
      'setlocal',
      'set ELECTRON_RUN_AS_NODE=1',
      `${quotedNode} ${quotedScript} %*`,
    ];
    return { name: 'ide-session-host.cmd', text: `${lines.join('\r\n')}\r\n` };
  }
  const [quotedNode, quotedScript] = [node, script].map(
    (path) => `'${path.replaceAll("'", String.raw`'\''`)}'`,
  );
  const lines = ['#!/bin/sh', `ELECTRON_RUN_AS_NODE=1 exec ${quotedNode} ${quotedScript} "$@"`];
  return { name: 'ide-session-host', text: `${lines.join('\n')}\n` };
}

/** Writes the script into a folder, where other windows may use it at the same time. */
export async function writeShim(folder: string, { name, text }: CommandShim): Promise<void> {
  const file = join(folder, name);
  const draft = `${file}.${randomUUID()}`;
  await mkdir(folder, { recursive: true });
  await writeFile(draft, text, { mode: 0o755 });
  await rename(draft, file);
}
