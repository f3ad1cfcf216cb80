import * as z from 'zod/mini';
import { pickerTypes } from '../../../pageView/messages/choice.ts';

/** Identifies a choice within its document. */
const serial = z.int();

const list = z.object({
  kind: z.literal('list'),
  serial,
  isMultiple: z.boolean(),
  options: z.array(
    z.object({
      label: z.string(),
      isDisabled: z.boolean(),
      isSelected: z.boolean(),
      group: z.string(),
    }),
  ),
});

const suggestions = z.object({
  kind: z.literal('suggestions'),
  serial,
  values: z.array(z.object({ value: z.string(), label: z.string() })),
});

const picker = z.object({
  kind: z.literal('picker'),
  serial,
  type: z.enum(pickerTypes),
  value: z.string(),
  min: z.string(),
  max: z.string(),
  step: z.string(),
  /** Where the field was clicked, in CSS pixels from its corner; absent if all of it opens the picker. */
  point: z.optional(z.object({ x: z.number(), y: z.number() })),
});

/** What the script in a page tells of choices. */
export const choiceMessageSchema = z.discriminatedUnion('kind', [
  list,
  suggestions,
  picker,
  z.object({ kind: z.literal('closed'), serial }),
]);

type ChoiceMessage = Readonly<z.output<typeof choiceMessageSchema>>;

/** A choice that the user opens. */
export type OpenedChoice = Exclude<ChoiceMessage, { kind: 'closed' }>;
