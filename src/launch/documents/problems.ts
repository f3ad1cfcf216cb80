import { definePhrases } from '../../common/phrases.ts';

/** What the checks of documents find, besides what schemas do. */
export const problems = definePhrases({
  addressInvalid: '{address} is not an address such as http://localhost:5000',
  executablePathMissing: 'an Executable needs an executablePath',
  kindUnknown:
    'must be a launch.json, a launchSettings.json, settings of this extension, or launch configurations',
  notFound: '{path} does not exist',
  profileUnusable: 'the project would run without a launch profile: {reason}',
});
