import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { nodeVersion, projectEnvironment } from '../../tools/setup/node.mjs';
import { withoutNpmVariables } from '../../tools/setup/npmVariables.mjs';
import { afterTest } from '../../tools/fixtures/afterTest.ts';
import { temporaryFolder } from '../../tools/fixtures/temporaryFolder.ts';

/** The variables that npm 11 on Node 20 adds to a script's environment. */
const added = {
  INIT_CWD: '/checkout',
  NODE: '/usr/bin/node',
  npm_command: 'test',
  npm_config_allow_scripts: '',
  npm_config_global_prefix: '/usr',
  npm_config_local_prefix: '/checkout',
  npm_config_node_gyp: '/usr/lib/node-gyp.js',
  npm_config_npm_version: '11.19.1',
  npm_config_user_agent: 'npm/11.19.1 node/v20.20.2 linux x64 workspaces/false',
  npm_execpath: '/usr/bin/npm',
  npm_lifecycle_event: 'test',
  npm_lifecycle_script: 'node scripts/setup.mjs',
  npm_node_execpath: '/usr/bin/node',
  npm_package_json: '/checkout/package.json',
  npm_package_name: 'one',
  npm_package_version: '1.0.0',
};

/** What users and machines configure. */
const configured = {
  HOME: '/home/one',
  HTTPS_PROXY: 'http://proxy:3128',
  NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
  NPM_CONFIG_REGISTRY: 'http://registry/',
  npm_config_cache: '/home/one/.npm',
  npm_config_cafile: '/etc/ca.pem',
  npm_config_globalconfig: '/usr/etc/npmrc',
  npm_config_userconfig: '/home/one/.npmrc',
};

function setVariables(context: TestContext, variables: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(variables)) {
    const before = process.env[name];
    afterTest(context, () => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
    process.env[name] = value;
  }
}

test('variables of an outer npm are removed, and configuration stays', () => {
  assert.deepEqual(withoutNpmVariables({ ...configured, ...added }), configured);
});

test("the user's allow-scripts setting is kept", () => {
  const allowed = { npm_config_allow_scripts: 'one' };
  assert.deepEqual(withoutNpmVariables({ ...added, ...allowed }), allowed);
});

test('without an outer npm the environment is unchanged', () => {
  const own = { ...configured, NODE: 'staging', npm_config_user_agent: 'mine' };
  assert.deepEqual(withoutNpmVariables(own), own);
});

test(
  "npm in the project's scripts finds the project's own Node",
  { timeout: 240_000 },
  async (context) => {
    setVariables(context, added);
    const folder = await temporaryFolder(context);
    const scripts = { agent: 'node -p process.env.npm_config_user_agent' };
    await writeFile(join(folder, 'package.json'), JSON.stringify({ scripts }));
    const options = { env: projectEnvironment(), cwd: folder };
    const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'agent'], options);
    assert.match(stdout, new RegExp(`^npm/\\S+ node/v${nodeVersion.replaceAll('.', '\\.')} `));
  },
);
