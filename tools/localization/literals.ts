import {
  isCallExpression,
  isIdentifier,
  isNoSubstitutionTemplateLiteral,
  isPropertyAccessExpression,
  isStringLiteral,
  isTemplateExpression,
  type Expression,
  type Node,
} from 'typescript/unstable/ast';

/** Stands for a value in a template. */
export const valueMark = '\u0001';

/** Returns the text of a string or template; `undefined` for other nodes. */
export function toText(node: Node): string | undefined {
  if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(valueMark);
}

/** Returns the last name of what a call calls: `warn` for `this.#log.warn(…)`. */
export function getCallee(call: Node): string | undefined {
  return isCallExpression(call) ? getLastName(call.expression) : undefined;
}

/** Returns the name of the object of a method call: `#log` for `this.#log.warn(…)`. */
export function getObject(call: Node): string | undefined {
  if (!isCallExpression(call) || !isPropertyAccessExpression(call.expression)) return undefined;
  return getLastName(call.expression.expression);
}

function getLastName(expression: Expression): string | undefined {
  if (isIdentifier(expression)) return expression.text;
  return isPropertyAccessExpression(expression) ? expression.name.text : undefined;
}
