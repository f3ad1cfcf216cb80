import * as z from 'zod/mini';
import { rectangleSchema } from './geometry.ts';

const optionSchema = z.object({
  label: z.string(),
  isDisabled: z.boolean(),
  isSelected: z.boolean(),
  /** The label of its group; empty if it has none. */
  group: z.string(),
});

/** The `type` of inputs whose picker browsers show in a window of its own. */
export const pickerTypes = ['date', 'time', 'datetime-local', 'month', 'week', 'color'] as const;

const common = {
  /** Identifies the choice in the answer. */
  id: z.int(),
  /** Of the element. */
  rectangle: rectangleSchema,
};

const list = z.object({
  kind: z.literal('list'),
  ...common,
  isMultiple: z.boolean(),
  options: z.array(optionSchema),
});

const suggestions = z.object({
  kind: z.literal('suggestions'),
  ...common,
  values: z.array(z.object({ value: z.string(), label: z.string() })),
});

const picker = z.object({
  kind: z.literal('picker'),
  ...common,
  type: z.enum(pickerTypes),
  value: z.string(),
  min: z.string(),
  max: z.string(),
  step: z.string(),
});

/** A choice that browsers show in a window of its own, which is not in their frames. */
export const choiceSchema = z.discriminatedUnion('kind', [list, suggestions, picker]);

/** What was chosen: the selected options of a list by index, or the value of an input. */
export const chosenSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('options'), indices: z.array(z.int()) }),
  z.object({ kind: z.literal('value'), value: z.string().check(z.maxLength(10_000)) }),
  z.object({ kind: z.literal('nothing') }),
]);

export type Choice = Readonly<z.output<typeof choiceSchema>>;
export type Chosen = Readonly<z.output<typeof chosenSchema>>;
