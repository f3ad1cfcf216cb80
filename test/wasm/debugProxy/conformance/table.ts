import { asyncMethods } from './areas/async.ts';
import { closures } from './areas/closures.ts';
import { collections } from './areas/collections.ts';
import { conditions } from './areas/conditions.ts';
import { displays } from './areas/displays.ts';
import { everyday } from './areas/everyday.ts';
import { exceptions } from './areas/exceptions.ts';
import { generics } from './areas/generics.ts';
import { members } from './areas/members.ts';
import { pages } from './areas/pages.ts';
import { structs } from './areas/structs.ts';
import { settings } from './areas/settings.ts';
import { steps } from './areas/steps.ts';
import { values } from './areas/values.ts';
import type { Area, Case } from './case.ts';

/** All areas, in the order of the report. */
export const areas: readonly Area[] = [
  values,
  members,
  collections,
  everyday,
  displays,
  structs,
  settings,
  steps,
  asyncMethods,
  generics,
  closures,
  exceptions,
  conditions,
  pages,
];

/** A case with where it is run. */
export interface Row extends Case {
  readonly area: Area;
  readonly stop: string;
  /** Identifies it among all cases. */
  readonly id: string;
}

export function rowsOf(area: Area): readonly Row[] {
  return Object.entries(area.stops).flatMap(([stop, cases]) =>
    cases.map((one, index) => ({ ...one, area, stop, id: `${area.type} ${stop} ${index + 1}` })),
  );
}
