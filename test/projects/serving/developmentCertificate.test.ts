import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type CertificateState,
  developmentCertificate,
} from '../../../src/projects/serving/developmentCertificate.ts';
import { DotnetRoom } from '../../support/dotnet.ts';

/** Elsewhere the certificates are in a store of the system, not in the home folder. */
const onLinux = {
  timeout: 60_000,
  skip: process.platform === 'linux' ? false : 'certificates are in a store of the system',
};

async function ownHome(context: TestContext): Promise<DotnetRoom> {
  const room = await DotnetRoom.of(context);
  const { environment } = room;
  environment['HOME'] = room.folder;
  environment['DOTNET_GENERATE_ASPNET_CERTIFICATE'] = 'false';
  return room;
}

function state(room: DotnetRoom, signal?: AbortSignal): Promise<CertificateState> {
  return developmentCertificate(room.folder, room.dotnet, signal);
}

test('a certificate is missing, and untrusted once it was made', onLinux, async (context) => {
  const room = await ownHome(context);
  assert.equal(await state(room), 'missing');
  await room.run('dev-certs', 'https');
  assert.equal(await state(room), 'untrusted');
});

test('without the command nothing is known of a certificate', onLinux, async (context) => {
  const room = await ownHome(context);
  room.environment['PATH'] = room.folder;
  assert.equal(await state(room), 'unknown');
});

test('an aborted check rejects with the reason of its signal', onLinux, async (context) => {
  const room = await ownHome(context);
  await assert.rejects(state(room, AbortSignal.abort(new Error('given up'))), /given up/);
});
