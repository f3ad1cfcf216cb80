import assert from 'node:assert/strict';
import { splitCommandLine } from '../../../src/launch/commandLine.ts';
import type { LaunchProfile } from '../../../src/launch/profiles/launchProfile.ts';
import { parseLaunchSettings } from '../../../src/launch/profiles/launchSettings.ts';
import {
  expandProfile,
  expandProperties,
  listProperties,
} from '../../../src/launch/profiles/profileVariables.ts';
import { context } from '../../fixtures/sessions/launchRequests.ts';
import type { FuzzTarget } from '../target.ts';

const file = '/srv/shop/Properties/launchSettings.json';

/** Launch settings, from their text to fully expanded profiles. */
export const launchSettings: FuzzTarget = {
  name: 'launchSettings',
  words: [
    '{"profiles":{',
    '"commandName":"Project"',
    '"commandLineArgs":',
    '"environmentVariables":{',
    '"applicationUrl":"https://localhost:5001;http://x"',
    '"workingDirectory":',
    '%PATH%',
    '%',
    '$(TargetFramework)',
    '//',
    '/*',
    '*/',
    ',}',
    '\\"',
    '"launchBrowser":true',
    'null',
    '\ufeff',
  ],
  parse(input) {
    const profiles = getProfiles(input.toString('utf8'));
    const split = profiles.map((profile) => {
      const expanded = expandProfile(profile, context);
      const properties = Object.fromEntries(listProperties(expanded).map((name) => [name, 'x']));
      const { commandLineArgs = '' } = expandProperties(expanded, properties);
      return { args: splitCommandLine(commandLineArgs), length: commandLineArgs.length };
    });
    return () => {
      for (const { args, length } of split) assert.ok(args.join('').length <= length);
      assert.deepEqual(getProfiles(getText(profiles)), profiles);
    };
  },
};

function getProfiles(text: string): readonly LaunchProfile[] {
  const entries = parseLaunchSettings(file, text);
  return entries.flatMap((entry) => (entry.kind === 'profile' ? [entry.profile] : []));
}

function getText(profiles: readonly LaunchProfile[]): string {
  const entries = profiles.map(({ applicationUrl, name, ...others }) => [
    name,
    { ...others, applicationUrl: applicationUrl.join(';') },
  ]);
  return JSON.stringify({ profiles: Object.fromEntries(entries) });
}
