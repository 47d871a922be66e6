import { isoOf } from '#shared/kernel/clock.ts';
import { isDomainError, messageOf } from '#shared/kernel/errors.ts';
import { backUp } from './cli/backup.ts';
import { parseCommandLine, USAGE } from './cli/command-line.ts';
import { importFile } from './cli/import-file.ts';
import { askHealth } from './cli/health.ts';
import { runCommand } from './cli/run-command.ts';
import { serve } from './cli/serve.ts';
import { isUpdatesLine, runUpdatesCommand } from './updates/updates-command.ts';

/** `node sync-server/main.ts [serve|init|code|devices|…] …`; see README.md beside this file. */
const EXIT_REFUSED = 1;
const EXIT_USAGE = 2;

const systemClock = { now: () => Date.now(), monotonicMs: () => performance.now() };

try {
  const line = parseCommandLine(process.argv.slice(2), process.env);
  if (line.command === 'help') console.log(USAGE);
  else if (line.command === 'serve') await serve(line);
  else if (line.command === 'backup') console.log(await backUp(line));
  else if (line.command === 'import') console.log(await importFile(line, systemClock));
  else if (line.command === 'health') console.log(await askHealth(line));
  else if (isUpdatesLine(line)) console.log(await runUpdatesCommand(line, isoOf(Date.now())));
  else console.log(await runCommand(line, Date.now()));
} catch (error) {
  report(error);
}

function report(error: unknown): void {
  const wantsJson = process.argv.includes('--json');
  if (isDomainError(error)) {
    const { code, message, remedy } = error.details;
    console.error(
      wantsJson ? JSON.stringify({ error: { code, message, remedy } }) : [message, remedy].join(' '),
    );
    process.exitCode = code === 'invalid-input' ? EXIT_USAGE : EXIT_REFUSED;
    return;
  }
  console.error(wantsJson ? JSON.stringify({ error: { message: messageOf(error) } }) : error);
  process.exitCode = EXIT_REFUSED;
}
