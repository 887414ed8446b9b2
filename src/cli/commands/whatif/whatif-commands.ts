import { type Command, Option } from 'commander';
import { type CommandRunner, leaf } from '../../command-line/leaf-command.js';
import { wholeNumber } from '../../command-line/option-values.js';
import { OUTPUT_FORMATS } from '../../output/format-document.js';
import type { ExplainOptions, ExperimentOptions, InventoryOptions, RunOptions } from './whatif-options.js';

/** More threads than any machine has cores are a slip of the finger. */
const MOST_THREADS = 1_024;

const RUN_HELP = `
Without a server. The run goes to a folder of its own (--out, by default <name of the experiment>-run):
  run.json, experiment.yaml            what was run, after --set
  scenarios/<nn>-<name>/               scenario.json, summary.json, vms.parquet, series.parquet
  report.html                          one page with everything, to be opened in a browser
One scenario with --output json and without --out writes no files. Equal experiments give equal bytes, whatever
--threads and --distribute. Ctrl-C leaves what is finished; the same command goes on from there.

--set gives a parameter of the experiment, or a member of it by its path, another value, written as in YAML:
  torpor whatif run storm.yaml --set vms=100000 --set scenario.limits.workers=20

Exit codes: 0 every scenario is done; 2 the experiment is not valid, every issue is listed; 4 the folder holds another
run; 130 interrupted.`;

const EXPLAIN_HELP = `
The VM is named as the report and vms.parquet name it, or by its number there. Its region is run again with that VM
watched, then the VM alone goes through the same steps, as a VM of the emulator does.`;

/** Adds `torpor whatif`. What the commands do is loaded when one of them is called. */
export function addWhatIfCommands(program: Command, runner: CommandRunner): void {
  const group = program
    .command('whatif')
    .description(
      'hibernate fleets in experiments: who does not come back, why, how long it takes, what it saves',
    );
  addExperimentCommands(group, runner);
  addRunCommands(group, runner);
  leaf(group, 'inventory', "write the server's VMs to a file that experiments can name as their fleet")
    .requiredOption(
      '--out <file>',
      'the file to write; one whose name ends in .parquet is Parquet, any other CSV',
    )
    .action(
      runner.action<InventoryOptions>(async (call) =>
        (await import('./inventory-whatif.js')).inventory(call),
      ),
    );
}

/** On files of experiments. */
function addExperimentCommands(group: Command, runner: CommandRunner): void {
  withSet(offline(group, 'run <file>', 'run every scenario of an experiment'))
    .option('--out <folder>', 'the run folder; one that an interrupted run left is gone on with')
    .option(
      '--threads <count>',
      'threads that work on scenarios and regions (default: one for each core)',
      wholeNumber(1, MOST_THREADS),
    )
    .option(
      '--distribute',
      'have the work done by `torpor worker` processes, on any machines, over the Redis of REDIS_URL',
    )
    .option('--series', 'JSON with the time series')
    .addHelpText('after', RUN_HELP)
    .action(runner.action<RunOptions>(async (call) => (await import('./run-whatif.js')).run(call)));
  withSet(offline(group, 'validate <file>', 'say everything that is wrong with an experiment')).action(
    runner.action<ExperimentOptions>(async (call) => (await import('./check-whatif.js')).validate(call)),
  );
  withSet(
    offline(group, 'expand <file>', 'list the scenarios of an experiment; as JSON with all they hold'),
  ).action(
    runner.action<ExperimentOptions>(async (call) => (await import('./check-whatif.js')).expand(call)),
  );
}

/** On folders of runs. */
function addRunCommands(group: Command, runner: CommandRunner): void {
  offline(group, 'compare <run> <other>', 'say how the scenarios of two runs differ').action(
    runner.action(async (call) => (await import('./compare-whatif.js')).compare(call)),
  );
  offline(group, 'explain <run> <vm>', 'tell the whole story of one VM of a run')
    .option('--scenario <name>', 'the scenario (default: the first one)')
    .option('--fleet <file>', 'the file of VMs of a listed fleet, where it is not found by itself')
    .option('--full', 'tell acts that went well at length, too')
    .addHelpText('after', EXPLAIN_HELP)
    .action(
      runner.action<ExplainOptions>(async (call) => (await import('./explain-whatif.js')).explain(call)),
    );
  offline(group, 'report <run>', 'write the page of a run anew, report.html in its folder').action(
    runner.action(async (call) => (await import('./report-whatif.js')).report(call)),
  );
}

/** A command that needs no server. */
function offline(group: Command, usage: string, summary: string): Command {
  return group
    .command(usage)
    .description(summary)
    .addOption(
      new Option('-o, --output <format>', 'how to print (default: TORPOR_OUTPUT, or table)').choices(
        OUTPUT_FORMATS,
      ),
    )
    .option('--query <jmespath>', 'print what this expression selects');
}

function withSet(command: Command): Command {
  return command.option(
    '--set <path=value>',
    'another value for a parameter or member; several times for several',
    (text: string, previous: readonly string[] = []) => [...previous, text],
  );
}
