import type { JobDocument, JobState } from '../api-types.js';
import { jobTitle } from '../commands/job-lines.js';
import { EXIT, type Exit } from '../exit-codes.js';
import { PLAIN, styleFor } from '../render/style.js';
import type { Session } from '../session.js';
import { LiveBlock, spinnerFrame } from './live-block.js';
import { pollUntil } from './poll.js';

/** Shows how far a job is until it ends. */
export async function followJob(session: Session, name: string): Promise<JobDocument> {
  const { stderr, env } = session.process;
  const isLive = stderr.isTTY && env['TERM'] !== 'dumb';
  const block = new LiveBlock(stderr);
  const style = styleFor(stderr, env);
  let frames = 0;
  let said = '';
  const path = session.paths.emulator('jobs', name);
  try {
    return await pollUntil(session, () => session.client.get<JobDocument>(path), {
      isFinal: ({ properties }) => isEnded(properties.status),
      show: (job) => {
        if (isLive) {
          block.draw([`${spinnerFrame(frames++)} ${jobTitle(job, style)}`]);
          return;
        }
        const line = jobTitle(job, PLAIN);
        // The end is told by whoever asked, with every VM.
        if (line !== said && !isEnded(job.properties.status)) session.say(line);
        said = line;
      },
      hint: [`Job ${name} goes on. Watch it with: torpor job watch ${name}`],
    });
  } finally {
    block.clear();
  }
}

/** 0 when every VM succeeded, 6 when some did, 5 when none did or the job was cancelled. */
export function exitOfJob({ properties: { status } }: JobDocument): Exit {
  switch (status) {
    case 'succeeded':
      return EXIT.ok;
    case 'partlyFailed':
      return EXIT.partlyFailed;
    case 'failed':
    case 'canceled':
      return EXIT.failed;
    case 'waiting':
    case 'running':
      return EXIT.ok;
  }
}

function isEnded(status: JobState): boolean {
  return status !== 'waiting' && status !== 'running';
}
