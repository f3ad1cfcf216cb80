import type { StatusCause } from '../answers/status.ts';
import { ownLabels } from './kind.ts';
import type { Labels } from './labels.ts';
import { checkLabelValue, checkQualifiedName } from './names.ts';
import type { WrittenMetadata } from './written.ts';

/** The maximum size of all annotations of an object, in bytes. */
const annotationLimit = 256 * 1024;
/** How many labels or finalizers are accepted. */
const maxEntries = 100;

/** Checks the labels, annotations and finalizers of an object. `getComputed` returns the labels of the host. */
export function checkMetadata(
  metadata: WrittenMetadata,
  getComputed: () => Labels,
): readonly StatusCause[] {
  return [
    ...checkLabels(metadata.labels ?? {}, getComputed),
    ...checkAnnotations(metadata.annotations ?? {}),
    ...checkFinalizers(metadata.finalizers ?? []),
    ...((metadata.ownerReferences ?? []).length > 0
      ? [forbidden('metadata.ownerReferences', 'sessions have no owners')]
      : []),
  ];
}

function checkLabels(labels: Labels, getComputed: () => Labels): readonly StatusCause[] {
  const entries = Object.entries(labels);
  if (entries.length > maxEntries) {
    return [invalid('metadata.labels', `must not have more than ${maxEntries} entries`)];
  }
  return entries.flatMap(([key, value]) => {
    const problem = checkQualifiedName(key) ?? checkLabelValue(value);
    if (problem !== undefined) return [invalid('metadata.labels', problem)];
    if (!isOwn(key) || value === getComputed()[key]) return [];
    return [forbidden(`metadata.labels[${key}]`, 'the host sets this label')];
  });
}

function checkAnnotations(annotations: Labels): readonly StatusCause[] {
  const field = 'metadata.annotations';
  let size = 0;
  const causes: StatusCause[] = [];
  for (const [key, value] of Object.entries(annotations)) {
    size += Buffer.byteLength(key) + Buffer.byteLength(value);
    const problem = checkQualifiedName(key.toLowerCase());
    if (problem !== undefined && causes.length < maxEntries) causes.push(invalid(field, problem));
  }
  if (size <= annotationLimit) return causes;
  return [...causes, invalid(field, `must have at most ${annotationLimit} bytes`)];
}

function checkFinalizers(finalizers: readonly string[]): readonly StatusCause[] {
  const field = 'metadata.finalizers';
  if (finalizers.length > maxEntries) {
    return [invalid(field, `must not have more than ${maxEntries} entries`)];
  }
  return finalizers.flatMap((finalizer, index) => {
    const problem = checkQualifiedName(finalizer);
    return problem === undefined ? [] : [invalid(`${field}[${index}]`, problem)];
  });
}

const own: ReadonlySet<string> = new Set(Object.values(ownLabels));

function isOwn(label: string): boolean {
  return own.has(label);
}

/** Returns the labels that belong to clients. */
export function withoutOwnLabels(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([label]) => !isOwn(label)));
}

export function invalid(field: string, problem: string): StatusCause {
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${problem}` };
}

export function forbidden(field: string, problem: string): StatusCause {
  return { reason: 'FieldValueForbidden', field, message: `Forbidden: ${problem}` };
}

export function required(field: string, problem: string): StatusCause {
  return { reason: 'FieldValueRequired', field, message: `Required value: ${problem}` };
}
