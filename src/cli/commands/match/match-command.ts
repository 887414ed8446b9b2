import { type Command, Option } from 'commander';
import type { Capture, CaptureFormat, CaptureMatch } from '#libs/captures';
import { usageError } from '../../cli-error.js';
import type { Call, CommandRunner } from '../../command-line/leaf-command.js';
import { EXIT, type Exit } from '../../exit-codes.js';
import { OUTPUT_FORMATS } from '../../output/format-document.js';
import { readCaptureFile } from './capture-file.js';
import { matchLines } from './match-lines.js';

interface MatchOptions {
  readonly before: string;
  readonly after: string;
  readonly era?: 'a' | 'b';
  readonly format?: CaptureFormat;
  readonly beforeFormat?: CaptureFormat;
  readonly afterFormat?: CaptureFormat;
  readonly beforeBoot?: string;
  readonly afterBoot?: string;
  readonly vfsRemoved?: boolean;
}

/** Held here because the commands are built before any library is loaded. */
const FORMATS = ['lsvmbus', 'sysfs', 'kernel-log', 'boots'] as const satisfies readonly CaptureFormat[];

const HELP = `
Files, recognised by what is in them ("-" reads one of the two from standard input):
  lsvmbus     lsvmbus -vv; plain and -v output too, which identify only devices whose GUID is the same everywhere
  sysfs       grep . /sys/bus/vmbus/devices/*/{class_id,device_id,id}, or head or tail -n +1 of the same files
  kernel-log  dmesg, journalctl -k or a serial console: names some devices only. A log of a guest that hibernated
              counts up to the hibernation as --before and from it on as --after, so one log can be both
  boots       JSON lines such as data/azure-vmbus-boots/boots.jsonl; --before-boot and --after-boot choose a line

A device that a log does not mention is undecided, never missing. VFs that were there when --before was taken count
as part of the image unless --vfs-removed says that the platform took them away first, as Azure does.

Exit codes: 0 every device of --before is there again; 2 a file cannot be used, or lines of it that should carry a
device cannot be read (what could be read is reported); 3 no such file; 5 a device is missing, or undecided.`;

/** Adds `torpor match`, which runs without a server. */
export function addMatchCommand(program: Command, runner: CommandRunner): void {
  const format = (flag: string, what: string) => new Option(`${flag} <format>`, what).choices(FORMATS);
  program
    .command('match')
    .description(
      'say what comes of resuming an image of one VM on another, from what people know of their devices',
    )
    .requiredOption('--before <file>', 'devices of the VM that was hibernated')
    .requiredOption('--after <file>', 'devices of the VM it is resumed on')
    .addOption(
      new Option(
        '--era <era>',
        'rules of Linux up to 6.13, or since 6.14 (default: by the kernel in --before, else a)',
      ).choices(['a', 'b']),
    )
    .addOption(format('--format', 'what both files are, instead of recognising it'))
    .addOption(format('--before-format', 'what --before is'))
    .addOption(format('--after-format', 'what --after is'))
    .option('--before-boot <boot>', 'which boot of a file that holds several: its number, or source#boot')
    .option('--after-boot <boot>', 'the same for --after')
    .option('--vfs-removed', 'the VFs in --before were taken away before the hibernation')
    .addOption(new Option('-o, --output <format>', 'json prints the whole report').choices(OUTPUT_FORMATS))
    .option('--query <jmespath>', 'print what this expression selects of the report')
    .addHelpText('after', HELP)
    .action(runner.action<MatchOptions>(match));
}

async function match({ session, options }: Call<MatchOptions>): Promise<Exit> {
  if (options.before === '-' && options.after === '-') {
    throw usageError('--before and --after cannot both be standard input');
  }
  const { matchCaptures } = await import('#libs/captures');
  const before = await readCaptureFile(session, {
    side: 'before',
    fileName: options.before,
    format: options.beforeFormat ?? options.format,
    boot: options.beforeBoot,
  });
  const after = await readCaptureFile(session, {
    side: 'after',
    fileName: options.after,
    format: options.afterFormat ?? options.format,
    boot: options.afterBoot,
  });
  const result = matchCaptures({
    before: before.capture,
    after: after.capture,
    ...(options.era === undefined ? {} : { era: options.era === 'a' ? ('A' as const) : ('B' as const) }),
    ...(options.vfsRemoved === undefined ? {} : { vfsRemoved: options.vfsRemoved }),
  });
  await session.print({
    value: {
      before: { file: before.fileName, ...before.capture },
      after: { file: after.fileName, ...after.capture },
      match: result,
    },
    lines: () => matchLines({ before, after, match: result }, session.style, session.width),
  });
  return exitOf(result, [before.capture, after.capture]);
}

function exitOf({ conclusion }: CaptureMatch, captures: readonly Capture[]): Exit {
  const isUnreadable = captures.some(({ problems }) => problems.some(({ isDeviceLost }) => isDeviceLost));
  if (isUnreadable) return EXIT.invalid;
  return conclusion === 'all-matched' ? EXIT.ok : EXIT.failed;
}
