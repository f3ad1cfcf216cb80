import type * as z from 'zod/mini';
import { toHumanError } from '../../common/humanError.ts';
import { launchErrors } from '../errors.ts';

/** A problem of a value, at a path in it. */
export interface Finding {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The value to check, and its path in the document. */
export interface Part {
  readonly value: unknown;
  readonly path: readonly (string | number)[];
}

/** Returns what a schema finds in a part. */
export function getFindings(schema: z.ZodMiniType, { path, value }: Part): readonly Finding[] {
  const { error } = schema.safeParse(value);
  return error === undefined ? [] : toFindings(error, path);
}

/** Converts the error of a schema for the value at a path. */
export function toFindings(error: z.core.$ZodError, path: Finding['path']): readonly Finding[] {
  return error.issues.map((issue) => ({
    path: [...path, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))],
    message: issue.message,
  }));
}

/** Returns the error of `work` as the finding at a path. */
export function getFailures(path: Finding['path'], work: () => unknown): readonly Finding[] {
  try {
    work();
    return [];
  } catch (error) {
    const { message } = toHumanError(error, ({ reason }) =>
      launchErrors.InvalidDebugConfiguration({ problems: reason }),
    );
    return [{ path, message }];
  }
}

/** Returns the members of an object; none if the part isn't one. */
export function getMembers({ path, value }: Part): readonly (Part & { readonly name: string })[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([name, member]) => ({
    name,
    value: member as unknown,
    path: [...path, name],
  }));
}

/** Returns the member of this name; its value is `undefined` if there is none. */
export function getMember(part: Part, name: string): Part {
  const found = getMembers(part).find((member) => member.name === name);
  return found ?? { value: undefined, path: [...part.path, name] };
}

/** Returns the items of a list; none if the part isn't one. */
export function getItems({ path, value }: Part): readonly Part[] {
  if (!Array.isArray(value)) return [];
  return value.map((item: unknown, index) => ({ value: item, path: [...path, index] }));
}
