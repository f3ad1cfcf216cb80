// What a SelfSubjectAccessReview asks, from JSON or from protobuf, which kubectl sends.

import type { IncomingMessage } from 'node:http';
import * as z from 'zod/mini';
import { parseJson } from '../../common/server/body.ts';
import { RequestError } from '../../common/server/requestError.ts';
import { StatusError } from '../answers/status.ts';
import { readFields } from './protobuf.ts';

const text = z.prefault(z.string(), '');

const reviewSchema = z.object({
  spec: z.object({
    resourceAttributes: z.optional(
      z.object({
        namespace: text,
        verb: text,
        group: text,
        version: text,
        resource: text,
        subresource: text,
        name: text,
      }),
    ),
    nonResourceAttributes: z.optional(z.object({ path: text, verb: text })),
  }),
});

/** Whether a verb is allowed on a resource, or on a path. */
export type ReviewSpec = z.infer<typeof reviewSchema>['spec'];

/** The maximum size of a review, in bytes. */
const maxSize = 64 * 1024;

/** Reads a review. Throws a StatusError or a RequestError. */
export async function readReview(request: IncomingMessage): Promise<ReviewSpec> {
  const body = await readBody(request);
  const isProtobuf = /^application\/vnd\.kubernetes\.protobuf\b/.test(
    request.headers['content-type'] ?? '',
  );
  const parsed = reviewSchema.safeParse(
    isProtobuf ? decodeReview(body) : parseJson(body.toString('utf8')),
  );
  if (parsed.success) return parsed.data.spec;
  throw new StatusError('BadRequest', 'the body is not a SelfSubjectAccessReview');
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxSize) throw new RequestError('BodyTooLarge');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The bytes before a protobuf message of Kubernetes. */
const magic = Buffer.from('k8s\0');

/** The fields of `ResourceAttributes` and `NonResourceAttributes` in k8s.io/api/authorization/v1, by number. */
const resourceFields = ['namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name'];
const pathFields = ['path', 'verb'];

/** Decodes a review in the envelope that Kubernetes puts around protobuf. Throws a StatusError. */
function decodeReview(body: Buffer): unknown {
  try {
    if (!body.subarray(0, magic.length).equals(magic)) throw new Error('The envelope is missing.');
    const raw = readFields(body.subarray(magic.length)).get(2) ?? Buffer.alloc(0);
    const spec = readFields(readFields(raw).get(2) ?? Buffer.alloc(0));
    return {
      spec: {
        resourceAttributes: decodeTexts(spec.get(1), resourceFields),
        nonResourceAttributes: decodeTexts(spec.get(2), pathFields),
      },
    };
  } catch {
    throw new StatusError('BadRequest', 'the body is not a SelfSubjectAccessReview');
  }
}

function decodeTexts(message: Buffer | undefined, names: readonly string[]): object | undefined {
  if (message === undefined) return undefined;
  const fields = readFields(message);
  return Object.fromEntries(
    names.map((name, index) => [name, fields.get(index + 1)?.toString('utf8') ?? '']),
  );
}
