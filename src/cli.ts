import { nodeProcess } from './cli/cli-process.js';
import { runCli } from './cli/run-cli.js';

// The command line: importing this module runs it. Servers and the demo are loaded only when asked for, because
// their frameworks take longer to load than a command takes to run.
process.exitCode = await runCli(process.argv.slice(2), nodeProcess(), {
  serve: async (options) => (await import('./serve.js')).serve(options),
  runDemo: async (cli) => (await import('./demo/demo.js')).runDemo(cli),
});
