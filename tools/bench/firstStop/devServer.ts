import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Builds a project as a user would. */
export async function build(project: string): Promise<void> {
  const child = spawn('dotnet', ['build', project, '-nologo'], { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`dotnet build ended with ${code}.`);
}

/** The address that an ASP.NET Core server reports. */
export function listening(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    server.stdout?.on('data', (chunk: Buffer) => {
      text += String(chunk);
      const url = /Now listening on: (\S+)/.exec(text)?.[1];
      if (url !== undefined) resolve(`${url}/`);
    });
    server.once('exit', () => reject(new Error(`The server ended: ${text}`)));
  });
}
