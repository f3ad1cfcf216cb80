import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ClusterAccess } from '../../src/api/client/clusterAccess.ts';
import { createClusterQuestion, parseClusterSetting } from '../../src/host/clusterSetting.ts';
import { defaultHostName, isHostName } from '../../src/host/hostName.ts';

const access: ClusterAccess = {
  server: 'https://cluster.example',
  trust: { isUnchecked: false, authorities: 'PEM' },
  credentials: { kind: 'token', token: 'secret' },
};

test('no cluster is used unless a kubeconfig is set', () => {
  assert.equal(parseClusterSetting({}), undefined);
  assert.equal(parseClusterSetting(undefined), undefined);
});

test('the host is named after the machine by default', () => {
  assert.deepEqual(parseClusterSetting({ kubeconfig: '~/.kube/config' }), {
    kubeconfig: join(homedir(), '.kube', 'config'),
    context: undefined,
    hostName: defaultHostName(),
  });
  assert.ok(isHostName(defaultHostName()));
});

for (const [what, setting] of Object.entries({
  'a name that is no label value': { kubeconfig: '/a', hostName: 'not a label' },
  'an unknown property': { kubeconfig: '/a', server: 'https://a' },
  'a wrong type': { kubeconfig: 1 },
  'another type': 'path',
})) {
  test(`the setting with ${what} is refused`, () => {
    assert.throws(() => parseClusterSetting(setting), { code: 'ClusterSettingInvalid' });
  });
}

test('the question names the server, the label and the command, and no secret', () => {
  const environment = { LD_PRELOAD: 'a secret', AWS_PROFILE: 'dev' };
  const plugin = { apiVersion: 'v1', command: 'aws', args: ['get-token', 'a\nb'], environment };
  const { detail, text } = createClusterQuestion(
    { ...access, credentials: { kind: 'plugin', plugin } },
    'desk',
  );
  assert.equal(text, 'Run the sessions of the cluster at https://cluster.example?');
  assert.match(detail, /usvc-dev\.developer\.microsoft\.com\/host=desk/);
  assert.ok(detail.includes(String.raw`Signing in runs this command: aws get-token a\nb`), detail);
  assert.match(detail, /these variables from the file: LD_PRELOAD, AWS_PROFILE$/);
  assert.doesNotMatch(detail, /secret/);
  assert.doesNotMatch(createClusterQuestion(access, 'desk').detail, /secret|command/);
});

test('the user is asked again for another server, certificate, command or name', () => {
  const plugin = { apiVersion: 'v1', command: 'aws', args: [], environment: {} };
  const evil = { ...plugin, args: ['-c', 'evil'] };
  const others: readonly (readonly [ClusterAccess, string])[] = [
    [access, 'desk'],
    [access, 'other'],
    [{ ...access, server: 'https://stranger.example' }, 'desk'],
    [{ ...access, trust: { isUnchecked: true } }, 'desk'],
    [{ ...access, credentials: { kind: 'plugin', plugin } }, 'desk'],
    [{ ...access, credentials: { kind: 'plugin', plugin: evil } }, 'desk'],
  ];
  const keys = others.map((each) => createClusterQuestion(...each).key);
  assert.equal(new Set(keys).size, others.length);
  const renewed: ClusterAccess = { ...access, credentials: { kind: 'token', token: 'new' } };
  assert.equal(createClusterQuestion(renewed, 'desk').key, keys[0]);
});

test('only a user setting can name a cluster, no workspace', async () => {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
  const setting = manifest.contributes.configuration.properties['ideSessionHost.cluster'];
  assert.equal(setting.scope, 'machine');
});
