import { defineErrors } from '../common/errorCatalogue.ts';

/** Errors in launch configurations, debug configurations, settings and launch profiles. */
export const launchErrors = defineErrors({
  UnsupportedLaunchConfiguration: {
    message: 'Launch configurations of type {type} are not supported here.',
    remedy: 'Use one of these types: {types}.',
  },
  InvalidLaunchConfiguration: {
    message: 'The {type} launch configuration is invalid: {problems}.',
    remedy: 'Correct it in the request or in launch.json.',
  },
  ScriptMissing: {
    message: 'The launch configuration has no script_path.',
    remedy: 'Set it to the script to run, or set launch_method to package-manager.',
  },
  PythonProgramMissing: {
    message: 'The launch configuration has no program_path.',
    remedy: 'Set it to a script, or set module to a module.',
  },
  JavaAttachUnsupported: {
    message: 'Java launch configurations have no address to attach to.',
    remedy: 'Set request to launch.',
  },
  PageAddressInvalid: {
    message: 'The url of the launch configuration is not the address of a page.',
    remedy: 'Set it to an address that starts with http:// or https://.',
  },
  ControllerCommandMissing: {
    message: 'The controller has no command.',
    remedy: 'Add one in launch.json.',
  },
  VariableWithLineBreak: {
    message: 'The variable {name} contains a line break, which MAUI apps do not support.',
    remedy: 'Remove the line break.',
  },
  InvalidDebugConfiguration: {
    message: 'This debug configuration is invalid: {problems}.',
    remedy: 'Correct it in launch.json.',
  },
  InvalidSetting: {
    message: 'The setting ideSessionHost.{name} is invalid: {problems}.',
    remedy: 'Correct it in the settings.',
  },
  LaunchSettingsUnreadable: {
    message: 'The launch settings in {file} could not be read ({reason}).',
    remedy: 'Check that it is a file that you can read, or start without a launch profile.',
  },
  LaunchSettingsBroken: {
    message: 'The launch settings in {file} are invalid: {problem} at {place}.',
    remedy: 'Correct the file, or start without a launch profile.',
  },
});
