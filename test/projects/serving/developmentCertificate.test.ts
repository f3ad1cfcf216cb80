import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type CertificateState,
  checkDevelopmentCertificate,
} from '../../../src/projects/serving/developmentCertificate.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';

/** On other platforms the certificates are in a system store instead of the home folder. */
const onLinux = {
  timeout: 240_000,
  skip: process.platform === 'linux' ? false : 'certificates are in a store of the system',
};

async function ownHome(context: TestContext): Promise<DotnetFixture> {
  const fixture = await DotnetFixture.of(context);
  const { environment } = fixture;
  environment['HOME'] = fixture.folder;
  environment['DOTNET_GENERATE_ASPNET_CERTIFICATE'] = 'false';
  return fixture;
}

function state(fixture: DotnetFixture, signal?: AbortSignal): Promise<CertificateState> {
  return checkDevelopmentCertificate(fixture.folder, fixture.dotnet, signal);
}

test('a certificate is missing at first, and untrusted once created', onLinux, async (context) => {
  const fixture = await ownHome(context);
  assert.equal(await state(fixture), 'missing');
  await fixture.run('dev-certs', 'https');
  assert.equal(await state(fixture), 'untrusted');
});

test('the state of the certificate is unknown without dotnet', onLinux, async (context) => {
  const fixture = await ownHome(context);
  fixture.environment['PATH'] = fixture.folder;
  assert.equal(await state(fixture), 'unknown');
});

test("an aborted check rejects with its signal's reason", onLinux, async (context) => {
  const fixture = await ownHome(context);
  await assert.rejects(state(fixture, AbortSignal.abort(new Error('given up'))), /given up/);
});
