import type { Environment, EvaluateArgument, Evaluated, Evaluation } from './evaluation.js';
import { type Call, readText } from './expression.js';
import { LIMITS } from './limits.js';
import { TemplateFault } from './template-fault.js';

/** Calls a function that the template defines: it sees its own parameters and nothing else of the template. */
export function callUserFunction(
  evaluation: Evaluation,
  call: Call,
  environment: Environment,
  evaluate: EvaluateArgument,
): Evaluated {
  const called = evaluation.userFunctions.get(call.name.toLowerCase());
  if (called === undefined) {
    throw new TemplateFault(
      `the template function '${call.name}' is not valid: the template does not define it`,
    );
  }
  if (called.parameters.length !== call.args.length) {
    throw new TemplateFault(
      `the function '${call.name}' takes ${called.parameters.length} arguments, not ${call.args.length}`,
    );
  }
  if (environment.callDepth >= LIMITS.callDepth) {
    throw new TemplateFault(`functions call each other deeper than ${LIMITS.callDepth} levels`);
  }
  const values = new Map<string, Evaluated>();
  for (const [index, argument] of call.args.entries()) {
    values.set((called.parameters[index] ?? '').toLowerCase(), evaluate(argument, environment));
  }
  if (typeof called.output !== 'string') return called.output;
  const text = readText(called.output);
  if (text.kind === 'text') return text.text;
  return evaluate(evaluation.parse(text.source), bodyEnvironment(environment, values, call.name));
}

function bodyEnvironment(
  { callDepth, references, resolve }: Environment,
  values: ReadonlyMap<string, Evaluated>,
  name: string,
): Environment {
  return {
    references: references.kind === 'read' ? { kind: 'refused' } : references,
    resolve,
    copies: new Map(),
    lambdaVariables: new Map(),
    callDepth: callDepth + 1,
    parameter: (parameter) => {
      const value = values.get(parameter.toLowerCase());
      if (value !== undefined) return value;
      throw new TemplateFault(`the function '${name}' has no parameter '${parameter}'`);
    },
    variable: () => {
      throw new TemplateFault(`the function '${name}' cannot look at variables of the template`);
    },
  };
}
