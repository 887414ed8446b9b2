import { describe, expect, it } from 'vitest';
import { ACCEPTANCE_CASES } from '../../../acceptance/acceptance-cases.js';
import { notRun } from '../../../acceptance/run-case.js';
import { Session } from '../../session.js';
import { recordingProcess } from '../../testing/recording-process.js';
import { acceptanceProgress } from './acceptance-progress.js';

const [FIRST, SECOND] = ACCEPTANCE_CASES;

/** What is on the screen after each change, and the output besides. */
function show(isTerminal: boolean, format?: 'json') {
  const process = recordingProcess({ env: { NO_COLOR: '1' }, isTerminal });
  const session = new Session(process, format === undefined ? {} : { output: format });
  const progress = acceptanceProgress(session, 2);
  progress.began(FIRST!);
  progress.began(SECOND!);
  progress.acts(FIRST!, 'hibernate, 1 of 2');
  progress.ended({ ...notRun(FIRST!, 'why'), result: 'passed' });
  progress.ended({ ...notRun(SECOND!, 'it is gone'), result: 'failed' });
  progress.removing();
  progress.end();
  session.close();
  const frames = process.stderr.text.split('\u001b[?7l').map((frame) => frame.split('\u001b')[0]);
  return { stdout: process.stdout.text, frames };
}

describe('acceptanceProgress', () => {
  it('is drawn in place on a terminal, and gone in the end', () => {
    const { stdout, frames } = show(true);
    expect([stdout, frames.slice(3)]).toEqual([
      '',
      [
        `0 of 2 cases done\n- ${FIRST!.id}  hibernate, 1 of 2\n- ${SECOND!.id}  \n`,
        `passed   ${FIRST!.id}\n1 of 2 cases done\n\\ ${SECOND!.id}  \n`,
        `passed   ${FIRST!.id}\nfailed   ${SECOND!.id}: it is gone\n2 of 2 cases done\n`,
        `passed   ${FIRST!.id}\nfailed   ${SECOND!.id}: it is gone\n2 of 2 cases done\nRemoving what was made for the cases ...\n`,
      ],
    ]);
  });

  it('is a line for each case elsewhere', () => {
    expect(show(false)).toEqual({
      stdout: `passed   ${FIRST!.id}\nfailed   ${SECOND!.id}: it is gone\nRemoving what was made for the cases ...\n`,
      frames: [''],
    });
  });

  it('is silent where programs read', () => {
    expect(show(false, 'json')).toEqual({ stdout: '', frames: [''] });
  });
});
