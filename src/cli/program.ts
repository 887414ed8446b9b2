import { Command } from 'commander';
import { type CommandRunner, withCommonOptions } from './command-line/leaf-command.js';
import { addAcceptanceCommand } from './commands/acceptance/acceptance-command.js';
import { addActivityCommands } from './commands/activity-commands.js';
import { addClockCommands } from './commands/clock-commands.js';
import { addDeploymentCommands } from './commands/deployment-commands.js';
import { addDiskCommands } from './commands/disk-commands.js';
import { addDocumentCommands } from './commands/document-commands.js';
import { addFaultCommands } from './commands/fault-commands.js';
import { addGroupCommands } from './commands/group-commands.js';
import { addHostCommands } from './commands/host-commands.js';
import { addJobCommands } from './commands/job-commands.js';
import { addMatchCommand } from './commands/match/match-command.js';
import { addOperationCommands } from './commands/operation-commands.js';
import { addPreflightCommand } from './commands/preflight/preflight-command.js';
import { addPrincipalCommands } from './commands/principal-commands.js';
import { addRoleCommands } from './commands/role/role-commands.js';
import { addSubscriptionCommands } from './commands/subscription-commands.js';
import { addVmCommands } from './commands/vm/vm-commands.js';
import { addVmbusCommands } from './commands/vmbus/vmbus-commands.js';
import { addWhatIfCommands } from './commands/whatif/whatif-commands.js';
import { addServerCommands, type ServerPrograms } from './server-commands.js';

const EXIT_CODE_HELP = `
Exit codes: 0 done, 1 unexpected error, 2 wrong usage or input, 3 not found, 4 refused, 5 operation failed,
6 job partly failed, 7 no server. Environment: TORPOR_HOME, TORPOR_SERVER, TORPOR_TOKEN, TORPOR_CA,
TORPOR_SUBSCRIPTION, TORPOR_RESOURCE_GROUP, TORPOR_OUTPUT, NO_COLOR.`;

/** The whole command line. Commands leave their exit code in the runner. */
export function buildProgram(
  runner: CommandRunner,
  programs: ServerPrograms | undefined,
  version: string,
): Command {
  const { stdout, stderr } = runner.process;
  const program = new Command('torpor')
    .description('Hibernates virtual machines, moves them, brings them back, and says why or why not.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .exitOverride()
    .showHelpAfterError('(--help tells more)')
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
      outputError: (text, write) => write(text.replace(/^error: /, 'usage: ')),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText('after', EXIT_CODE_HELP);
  withCommonOptions(program);
  addVmCommands(program, runner);
  addGroupCommands(program, runner);
  addHostCommands(program, runner);
  addDocumentCommands(program, runner);
  addClockCommands(program, runner);
  addOperationCommands(program, runner);
  addJobCommands(program, runner);
  addDiskCommands(program, runner);
  addDeploymentCommands(program, runner);
  addPrincipalCommands(program, runner);
  addRoleCommands(program, runner);
  addSubscriptionCommands(program, runner);
  addActivityCommands(program, runner);
  addFaultCommands(program, runner);
  addVmbusCommands(program, runner);
  addMatchCommand(program, runner);
  addPreflightCommand(program, runner);
  addAcceptanceCommand(program, runner);
  addWhatIfCommands(program, runner);
  if (programs !== undefined) addServerCommands(program, runner, programs);
  return program;
}
