import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { getMessage } from '../../common/log.ts';
import { writePrivateFile } from '../../common/server/privateFile.ts';
import type { Token } from '../../common/server/token.ts';
import { apiServerErrors } from './errors.ts';

/** How clients reach and trust an API server. */
interface ApiAddress {
  readonly port: number;
  /** PEM. */
  readonly certificate: string;
  readonly token: Token;
}

/** The first line of our files, by which they are known. */
const mark = '# Kubeconfig of IDE Session Host. It contains a secret.';
const name = 'ide-session-host';

/** Returns a kubeconfig. It contains the token. */
function toKubeconfig({ certificate, port, token }: ApiAddress): string {
  const authority = Buffer.from(certificate).toString('base64');
  return `${mark}
apiVersion: v1
kind: Config
clusters:
- name: ${name}
  cluster:
    server: https://127.0.0.1:${port}
    certificate-authority-data: ${authority}
users:
- name: ${name}
  user:
    token: ${token.reveal()}
contexts:
- name: ${name}
  context:
    cluster: ${name}
    user: ${name}
current-context: ${name}
`;
}

/** A kubeconfig that was written. */
export interface Kubeconfig {
  readonly path: string;
  /** Removes the file, unless it has been replaced. */
  remove(): Promise<void>;
}

/**
 * Writes a kubeconfig that only its owner can read. Replaces an earlier one, but no other file. Throws a
 * HumanError.
 */
export async function writeKubeconfig(path: string, address: ApiAddress): Promise<Kubeconfig> {
  await assertOwn(path);
  const text = toKubeconfig(address);
  try {
    await writePrivateFile(path, text);
  } catch (error) {
    throw apiServerErrors.KubeconfigNotWritten({ path, reason: getMessage(error) });
  }
  return {
    path,
    async remove() {
      const current = await readFile(path, 'utf8').catch(() => undefined);
      if (current === text) await rm(path, { force: true });
    },
  };
}

/** Removes the kubeconfigs in a folder that are named by a process which has ended, with their drafts. */
export async function removeLeftKubeconfigs(
  folder: string,
  prefix: string,
  isRunning: (pid: number) => Promise<boolean>,
): Promise<void> {
  const files = await readdir(folder).catch(() => []);
  for (const file of files.filter((one) => one.startsWith(prefix))) {
    const [, pid, draft] = /^(\d+)(\.new)?$/.exec(file.slice(prefix.length)) ?? [];
    if (pid === undefined || (await isRunning(Number(pid)))) continue;
    const path = join(folder, file);
    const text = draft === undefined ? await readFile(path, 'utf8').catch(() => '') : mark;
    if (text.startsWith(mark)) await rm(path, { force: true });
  }
}

/** A user's own kubeconfig must not be lost. */
async function assertOwn(path: string): Promise<void> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw apiServerErrors.KubeconfigNotWritten({ path, reason: getMessage(error) });
  }
  if (text !== '' && !text.startsWith(mark)) throw apiServerErrors.ForeignKubeconfig({ path });
}
