import ts from 'typescript';
import { expect, it } from 'vitest';
import { PLOT_SCRIPT } from './plot-script.js';

/** What the compiler says about a text that is run by browsers. */
function complaints(text: string): readonly string[] {
  const fileName = 'plot-script.js';
  const options: ts.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, language) =>
    name === fileName ? ts.createSourceFile(name, text, language, true) : getSourceFile(name, language);
  host.fileExists = (name) => name === fileName || fileExists(name);
  host.readFile = (name) => (name === fileName ? text : readFile(name));
  const program = ts.createProgram([fileName], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, start = 0 }) => {
    const line = text.slice(0, start).split('\n').length;
    return `${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

it('the script of the page has the types that its comments say', () => {
  expect(complaints(PLOT_SCRIPT)).toEqual([]);
});

it('a script with a wrong type would be caught', () => {
  expect(complaints('/** @type {number} */\nconst wrong = "text";')).toEqual([
    "2: Type 'string' is not assignable to type 'number'.",
  ]);
});

it('the script makes no markup of texts, and ends no element', () => {
  expect(PLOT_SCRIPT).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|<\/script|<!--/,
  );
});
