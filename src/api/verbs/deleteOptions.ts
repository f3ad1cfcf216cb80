import type { IncomingMessage } from 'node:http';
import * as z from 'zod/mini';
import { assertJson, hasBody, readJsonBody } from '../../common/server/body.ts';
import { getParameters } from '../../common/server/target.ts';
import { type StatusCause, StatusError } from '../answers/status.ts';
import { invalidOptions } from '../answers/writeErrors.ts';
import { toCause } from '../resource/written.ts';
import type { Preconditions } from './preconditions.ts';
import { isDryRunValid, notSupported } from './writeOptions.ts';

/** How a session is deleted. */
export interface DeleteOptions {
  readonly preconditions: Preconditions;
  readonly isDryRun: boolean;
}

const policies = ['Background', 'Foreground', 'Orphan'] as const;

const text = z.nullish(z.string('must be a string'));

/**
 * Sessions have no dependents, and their programs have a grace period of their own, so the policy and the
 * grace period only have to be valid.
 */
const schema = z.looseObject({
  kind: text,
  preconditions: z.nullish(
    z.looseObject({ uid: text, resourceVersion: text }, 'must be an object'),
  ),
  propagationPolicy: text,
  gracePeriodSeconds: z.nullish(z.int('must be a whole number')),
  dryRun: z.nullish(z.array(z.string('must be a string'), 'must be a list')),
});

/** Reads how to delete, from the body or else from the parameters. Throws a StatusError or a RequestError. */
export async function readDeleteOptions(
  request: IncomingMessage,
  limit: number,
): Promise<DeleteOptions> {
  const result = schema.safeParse(await readOptions(request, limit));
  if (!result.success) throw invalidOptions('DeleteOptions', result.error.issues.map(toCause));
  const { dryRun, gracePeriodSeconds, kind, preconditions, propagationPolicy } = result.data;
  if (kind && kind !== 'DeleteOptions') {
    throw new StatusError('BadRequest', 'the object in the body must have the kind DeleteOptions');
  }
  const causes: StatusCause[] = [];
  if (!isDryRunValid(dryRun ?? [])) causes.push(notSupported('dryRun', ['All']));
  if (propagationPolicy && !(policies as readonly string[]).includes(propagationPolicy)) {
    causes.push(notSupported('propagationPolicy', policies));
  }
  if ((gracePeriodSeconds ?? 0) < 0) {
    causes.push(toCause({ path: ['gracePeriodSeconds'], message: 'must not be negative' }));
  }
  if (causes.length > 0) throw invalidOptions('DeleteOptions', causes);
  return { preconditions: preconditions ?? {}, isDryRun: (dryRun ?? []).length > 0 };
}

async function readOptions(request: IncomingMessage, limit: number): Promise<object> {
  if (hasBody(request.headers)) {
    assertJson(request.headers);
    return (await readJsonBody(request, limit)).value;
  }
  const parameters = getParameters(request);
  const grace = parameters.get('gracePeriodSeconds');
  return {
    propagationPolicy: parameters.get('propagationPolicy'),
    gracePeriodSeconds: grace === null || grace === '' ? null : Number(grace),
    dryRun: parameters.getAll('dryRun').filter((value) => value !== ''),
  };
}
