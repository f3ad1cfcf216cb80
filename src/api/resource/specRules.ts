import type { StatusCause } from '../answers/status.ts';
import type { WrittenSpec } from './written.ts';

const desiredStates: readonly string[] = ['', 'Running', 'Stopped'];

/** Checks the desired state of an object. */
export function checkDesiredState({ desiredState }: WrittenSpec): readonly StatusCause[] {
  if (desiredStates.includes(desiredState ?? '')) return [];
  const supported = desiredStates.map((state) => `"${state}"`).join(', ');
  return [
    {
      reason: 'FieldValueNotSupported',
      field: 'spec.desiredState',
      message: `Unsupported value: supported values: ${supported}`,
    },
  ];
}
