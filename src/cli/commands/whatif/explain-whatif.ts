import { explainRun } from '../../../what-if/run/explain-run.js';
import type { Call } from '../../command-line/leaf-command.js';
import { storyLines } from './story-lines.js';
import { told } from './whatif-errors.js';
import type { ExplainOptions } from './whatif-options.js';

/** `whatif explain`. */
export async function explain({ session, options, args }: Call<ExplainOptions>): Promise<void> {
  const { scenario, fleet } = options;
  const [run = '', vm = ''] = args;
  const story = await told(() =>
    explainRun(run, {
      vm,
      ...(scenario === undefined ? {} : { scenario }),
      ...(fleet === undefined ? {} : { fleetFile: fleet }),
    }),
  );
  await session.print({
    value: { ...story, acts: story.acts.map(({ verdict: _inExplanation, ...act }) => act) },
    lines: () => storyLines(story, session.style, { ...session.width, isFull: options.full === true }),
  });
}
