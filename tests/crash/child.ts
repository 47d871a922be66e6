import { readFileSync, writeSync } from 'node:fs';
import { DomainError } from '#shared/kernel/errors.ts';
import { must } from '#shared/kernel/assert.ts';
import { Random } from '#tests/simulation/random.ts';
import { MASTER, testConsole, type TestConsole } from '#tests/support/test-console.ts';
import { KillSwitch } from './kill-switch.ts';
import { Orders, type Request, type Said } from './protocol.ts';
import { crashCommands, drawRequest } from './work.ts';

/**
 * Opens a store and works on it until it is killed. It says what it begins before it begins and what is done
 * after the commit, each in one write, so that the parent knows at any moment what was promised.
 */
function live(orders: Orders): void {
  const random = new Random(orders.seed);
  const killSwitch = new KillSwitch(orders.kill);
  const board = testConsole({ file: orders.file });
  board.store.follow(() => killSwitch.pass('follower'));
  board.store.onCommit(() => killSwitch.pass('committed'));
  // Small enough that a life sees several; the default would see none.
  board.store.db.pragma(`wal_autocheckpoint = ${random.pick([10, 40, 200, 1_000])}`);
  killSwitch.watchRows(board.store);
  say({ opened: true });
  const run = runner(board, killSwitch);
  if (orders.again !== undefined) run(orders.again);
  for (let turn = 0; ; turn += 1) {
    board.clock.advanceMinutes(random.below(3));
    run(drawRequest(random, knownIncidents(board), `${orders.seed}-${turn}`));
    if (random.chance(0.05)) checkpoint(board, killSwitch);
  }
}

function runner(board: TestConsole, killSwitch: KillSwitch): (request: Request) => void {
  const commands = crashCommands(killSwitch);
  return (request) => {
    say({ begun: request });
    try {
      const command = must(commands.get(request.command), request.command);
      const { commandId, input } = request;
      const also = () => killSwitch.pass('work');
      const { seq, output } = board.commands.run(command, { commandId, input, also }, MASTER);
      // Every command here returns JSON.
      say({ done: { commandId, seq, output: output as Request['input'] } });
    } catch (error) {
      // A refusal leaves nothing; everything else is a finding, and ends this process with its message.
      if (!(error instanceof DomainError)) throw error;
    }
  };
}

function knownIncidents(board: TestConsole): string[] {
  return board.store.db
    .prepare<[], string>('SELECT id FROM incident ORDER BY id DESC LIMIT 20')
    .pluck()
    .all();
}

function checkpoint(board: TestConsole, killSwitch: KillSwitch): void {
  killSwitch.pass('checkpoint');
  board.store.db.pragma('wal_checkpoint(TRUNCATE)');
  killSwitch.pass('checkpoint');
}

function say(said: Said): void {
  writeSync(1, `${JSON.stringify(said)}\n`);
}

// Everything is loaded by now; the parent's clock for its kill starts when it sends the orders.
say({ ready: true });
live(Orders.parse(JSON.parse(readFileSync(0, 'utf8'))));
