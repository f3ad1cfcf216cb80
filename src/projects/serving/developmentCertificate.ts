import { type Dotnet, runDotnet } from '../../dotnet/sdk/sdk.ts';

/** The state of the ASP.NET Core development certificate. */
export type CertificateState = 'trusted' | 'untrusted' | 'missing' | 'unknown';

/** The exit codes of `dotnet dev-certs https --check --trust` (dotnet/aspnetcore, DotNetDevCerts). */
const states: ReadonlyMap<number | undefined, CertificateState> = new Map([
  [0, 'trusted'],
  [6, 'missing'],
  [7, 'untrusted'],
]);

/** Checks the development certificate with a `dotnet` command. Rejects with the signal's reason. */
export async function checkDevelopmentCertificate(
  folder: string,
  dotnet: Dotnet,
  signal?: AbortSignal,
): Promise<CertificateState> {
  const args = ['dev-certs', 'https', '--check', '--trust'];
  try {
    const { exitCode } = await runDotnet(args, folder, dotnet, signal);
    return states.get(exitCode) ?? 'unknown';
  } catch {
    signal?.throwIfAborted();
    return 'unknown';
  }
}
