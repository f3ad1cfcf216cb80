import { definePhrases } from '../common/phrases.ts';

/** What the schemas of this project find. */
export const schemaPhrases = definePhrases({
  containsNul: 'must not contain NUL',
  empty: 'must not be empty',
  noCommand: 'must be a project, or a command as one text or as a list',
  noList: 'must be a list',
  noLaunchConfiguration: 'must hold at least one launch configuration',
  noScalar: 'must be a string, a number, true, false or null',
  tooLong: 'must not be longer than {maximum} characters',
});

/** What schemas find by themselves, in the words of zod: the more special texts come first. */
definePhrases({
  wrongType: 'Invalid input: expected {expected}, received {received}',
  wrongValue: 'Invalid input: expected {expected}',
  noUnionMember: 'Invalid input',
  wrongOption: 'Invalid option: expected one of {options}',
  wrongKind: 'Invalid discriminator value. Expected {options}',
  unknownKey: 'Unrecognized key: {key}',
  unknownKeys: 'Unrecognized keys: {keys}',
  tooBig: 'Too big: expected {what} to be {limit}',
  tooSmall: 'Too small: expected {what} to be {limit}',
  tooMany: 'Too big: expected {what} to have {limit}',
  tooFew: 'Too small: expected {what} to have {limit}',
  wrongForm: 'Invalid string: must match pattern {pattern}',
});
