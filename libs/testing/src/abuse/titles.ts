import ts from 'typescript';

const TESTS = new Set(['it', 'test', 'describe', 'describeInBrowser']);
const CASE = /\b(?:AU|SE|BO|PN|MA|IN|XS|UP|EM|WH|EV|RL|EX|SS|KB|AD|AP|OP)-\d{2}\b/g;

/** The numbers of security.md C that a title names. */
export const namedBy = (title: string): string[] => [...title.matchAll(CASE)].map(([name]) => name);

/** Titles of all tests and their groups in a source; what is skipped is none. */
export function titlesOf(source: string): string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTest(node.expression)) {
      const [title] = node.arguments;
      if (title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) titles.push(title.getText().slice(1, -1));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('test.tsx', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return titles;
}

/** `it`, `it.each(rows)`, `describe.each(rows)`, but nothing with `skip` or `todo`. */
function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return TESTS.has(callee.text);
  if (ts.isCallExpression(callee)) return ts.isPropertyAccessExpression(callee.expression) && callee.expression.name.text === 'each' && isTest(callee.expression.expression);
  return ts.isPropertyAccessExpression(callee) && callee.name.text === 'concurrent' && isTest(callee.expression);
}
