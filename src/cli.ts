import { Command, CommanderError } from 'commander';
import { printError } from './commands/print-error.ts';
import { version } from './commands/version.ts';
import { PileupError } from './errors.ts';

const collect = (value: string, previous: string[]): string[] => [...previous, value];

/** Actions import what they need when they are called, so that `--help` stays quick. */
function buildProgram(setCode: (code: number) => void): Command {
  const program = new Command('pileup')
    .description('Reproduce, explain and fix database-connection-pool exhaustion.')
    .version(version(), '-V, --version')
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', examples);

  const withRun = (command: Command): Command =>
    command
      .option('--out <dir>', 'directory of the recording (default: runs/<time>-<name>)')
      .option('--json', 'print the summary as one JSON document')
      .option(
        '--fail-on <limit>',
        "exit 1 when it is crossed, such as 'ok < 99%' or 'p99 > 300ms'; repeatable",
        collect,
        [],
      )
      .option('--live', 'show the run on a page while it happens');
  const withSet = (command: Command): Command =>
    command.option('--set <path=value>', 'change a field of the scenario, such as pool.max=8; repeatable', collect, []);
  const withPresent = (command: Command): Command =>
    command.option('--present', 'walk the phases and change pool and load by hand, on the live page');

  withPresent(
    withSet(withRun(program.command('demo').description('the incident, start to finish, in about half a minute'))),
  )
    .option('--style <gin|node>', 'gin (the default): keep writing to clients that have left; node: as Node does')
    .action(async (options) => setCode(await (await import('./commands/run.ts')).run('pool-exhaustion', options)));

  withPresent(
    withSet(withRun(program.command('run <scenario|file.yaml>').description('any scenario, built in or from a file'))),
  ).action(async (name, options) => setCode(await (await import('./commands/run.ts')).run(name, options)));

  withRun(program.command('load <url>').description('the load half alone, against any HTTP server'))
    .option('-c, --connections <n>', 'connections, each with its next request when the last has ended', '10')
    .option('-d, --duration <s>', 'length of the load in seconds', '10')
    .option('-a, --amount <n>', 'stop after so many requests, and wait for what becomes of each')
    .option('-t, --timeout <s>', 'how long a client waits for its answer, in seconds', '10')
    .option('-p, --pipelining <n>', 'requests open at once on a connection', '1')
    .option('-m, --method <name>', 'request method', 'GET')
    .option('-H, --headers <header>', "a header, as 'name: value'; repeatable", collect, [])
    .option('-b, --body <text>', 'request body')
    .option('-i, --input <file>', 'file that holds the request body')
    .option('--no-keep-alive', 'a new connection for each request')
    .option('--backoff <ms>', 'mean pause before a failed connection is opened again', '100')
    .option('--allow-host <host>', 'put load on this host, which is not this machine; repeatable', collect, [])
    .action(async (url, options) => setCode(await (await import('./commands/load.ts')).load(url, options)));

  const scenarios = program
    .command('scenarios')
    .description('list the built-in scenarios, or show one as YAML')
    .action(async () => setCode((await import('./commands/scenarios.ts')).listScenarios()));
  scenarios
    .command('show <name>')
    .description('one scenario as YAML, to copy and change')
    .action(async (name) => setCode((await import('./commands/scenarios.ts')).showScenario(name)));

  program
    .command('tcp [case...]')
    .description('the socket lab: which call gets which error, on the real kernel')
    .option('--json', 'print the rows as one JSON document')
    .action(async (cases, options) => setCode(await (await import('./commands/tcp.ts')).tcp(cases, options)));

  program
    .command('explain [text|file|-]')
    .description('what an error means: a text, a log, or what is piped in')
    .option('--json', 'print the answer as one JSON document')
    .option('--clients', 'what each client calls the same thing on the wire')
    .action(async (what, options) => setCode(await (await import('./commands/explain.ts')).explain(what, options)));

  program
    .command('report <run>')
    .description('the report of a recording')
    .option('--json', 'print the summary as one JSON document')
    .option('--fail-on <limit>', "exit 1 when it is crossed, such as 'ok < 99%'; repeatable", collect, [])
    .option('--live', 'show the recording again on a page, as it happened')
    .option('--speed <1..20>', 'how fast, with --live', '1')
    .action(async (path, options) => {
      if (options.live) setCode(await (await import('./commands/report-live.ts')).replayLive(path, options));
      else setCode(await (await import('./commands/report.ts')).report(path, options));
    });

  program
    .command('compare <run> <run>')
    .description('two runs side by side, and what differs in their configuration')
    .option('--json', 'print the comparison as one JSON document')
    .option('--html <file>', 'write it as a page as well')
    .action(async (a, b, options) => setCode(await (await import('./commands/compare.ts')).compare(a, b, options)));

  program
    .command('postmortem <run>')
    .description('the skeleton of a postmortem as Markdown, filled in from the recording')
    .option('--fixed <run>', 'a run with the fix in place, to show its effect')
    .option('--out <file>', 'write it to a file that is not there yet')
    .action(async (run, options) => setCode(await (await import('./commands/postmortem.ts')).postmortem(run, options)));

  program
    .command('export <run>')
    .description('the recording as data for other tools')
    .requiredOption('--format <name>', 'csv, ndjson or chrome-trace (opens in Perfetto)')
    .option('--out <file>', 'write it to a file instead of stdout')
    .action(async (run, options) => setCode(await (await import('./commands/export.ts')).exportRun(run, options)));

  withSet(program.command('serve <api|database>').description('one part alone, until Ctrl-C'))
    .option('--scenario <name|file>', 'where its settings come from', 'pool-exhaustion')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <n>', 'port to listen on; 0: a free one', '0')
    .option('--database <host:port>', 'the database of the api')
    .action(async (part, options) => setCode(await (await import('./commands/serve.ts')).serve(part, options)));

  return program;
}

const examples = `
Examples:
  pileup demo                                     watch a pool run dry, and why
  pileup demo --style node                        the same, as Node hides it
  pileup demo --present                           the same for a room, step by step
  pileup run pool-exhaustion --set pool.max=8     what a larger pool does
  pileup load http://127.0.0.1:3000/ -c 50 -d 10  an exact ledger of a load on your server
  pileup report runs/<run>                        read a recording again
  pileup tcp broken-pipe                          see the kernel make a broken pipe, step by step
  pileup explain server.log                       what the errors in a log mean, most frequent first

Exit codes: 0 done, 1 a --fail-on limit was crossed, 2 usage or tool failure, 130 interrupted.`;

/** commander says "error: … (Did you mean …?)"; pileup says it in two lines. */
function usageError(error: CommanderError): PileupError {
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  return new PileupError('BAD_USAGE', message, {
    hint: suggestion?.replace(/^\(|\)$/g, '').replace(/^Did/, 'did') ?? 'pileup --help shows every command and option',
  });
}

async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  const program = buildProgram((result) => {
    code = result;
  });
  const strict = (command: Command): void => {
    command.exitOverride().configureOutput({ writeErr: () => {} });
    for (const sub of command.commands) strict(sub);
  };
  strict(program);
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    printError(error instanceof CommanderError ? usageError(error) : error);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
