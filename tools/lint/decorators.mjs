/** The names of the decorators on a class, method or parameter: `@Get('x')` and `@Get` are both "Get". */
export function decoratorNames(node) {
  return (node.decorators ?? []).map(({ expression }) => (expression.type === 'CallExpression' ? expression.callee.name : expression.name));
}
