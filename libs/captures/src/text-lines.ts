/** A line of a text, counted from 1, without its end. */
export interface TextLine {
  readonly number: number;
  readonly text: string;
}

/** Control sequences of terminals: colours, cursor moves, and the letters that select a character set. */
const TERMINAL_SEQUENCES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|[()][A-Z0-9])/g;

/** Longest line that tools and kernels write, several times over: a kernel's own limit is 1024 characters. */
const LONGEST_LINE = 8_192;

/** Lines of a text, ended by LF with any CR before it. */
export function textLines(text: string): readonly TextLine[] {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  return body.split('\n').map((line, at) => ({ number: at + 1, text: line.trimEnd() }));
}

/** The same lines as a terminal shows them, each cut at a length that no tool reaches. */
export function shownLines(lines: readonly TextLine[]): readonly TextLine[] {
  return lines.map(({ number, text }) => ({
    number,
    text: text.slice(0, LONGEST_LINE).replace(TERMINAL_SEQUENCES, '').trimEnd(),
  }));
}

/** Lines that `shownLines` cuts. `saysMore`: what was cut off may be about devices. */
export function cutLines(
  lines: readonly TextLine[],
): readonly { readonly number: number; readonly saysMore: boolean }[] {
  return lines
    .filter(({ text }) => text.length > LONGEST_LINE)
    .map(({ number, text }) => ({
      number,
      saysMore: /hv_|vmbus|class_id|device_id/i.test(text.slice(LONGEST_LINE)),
    }));
}

export interface MachineFacts {
  readonly kernelVersion?: string;
  readonly hostBuild?: string;
}

/** Kernel and host, if any of the lines names them. The first line that does counts. */
export function machineFacts(lines: readonly TextLine[]): MachineFacts {
  const kernelVersion = firstIn(lines, kernelVersionIn);
  const hostBuild = firstIn(lines, hostBuildIn);
  return {
    ...(kernelVersion === undefined ? {} : { kernelVersion }),
    ...(hostBuild === undefined ? {} : { hostBuild }),
  };
}

function firstIn(lines: readonly TextLine[], find: (text: string) => string | undefined): string | undefined {
  for (const { text } of lines) {
    const found = find(text);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Release of the kernel as its banner, or `uname -a`, names it. */
export function kernelVersionIn(line: string): string | undefined {
  return (/\bLinux version (\d+\.\d+\S*)/.exec(line) ?? /^Linux \S+ (\d+\.\d+\S*) #/.exec(line))?.[1];
}

/** Build of the Hyper-V host as Linux logs it, e.g. `10.0.20348.3020-3-0`. */
export function hostBuildIn(line: string): string | undefined {
  return /\b(?:Host|Hypervisor) Build[: ]\s*([0-9][0-9.-]*[0-9])/.exec(line)?.[1];
}
