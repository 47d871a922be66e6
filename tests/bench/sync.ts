import { fork } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { CaseResult, FromChild } from './sync/case-child.ts';
import type { CaseName, SystemName } from './sync/cases.ts';
import { caseTable, summaryOf } from './sync/report.ts';

const USAGE = `npm run bench:sync -- [--quick] [--only fairlead] [--case loopback]

Measures sync at the socket (TCP payload, no TLS unless said), for Fairlead, PouchDB with express-pouchdb, and
RxDB's replication over JSON: plain in batches of 100, and gzip in batches of 1,000. Real clients and servers,
each pair in a process of its own, talk through a proxy that gives the link its delay and rate. --quick: loopback
only. On slow links the counts are smaller, because the others would take hours; the table says them.

  documents            resolved incidents of 31 fields, 1.3 KB as JSON, 190 bytes each under gzip
  change               one field (the place, 34 characters on average) of documents in no order, one entry each, made
                       without link, minutes to hours apart
  changes pushed       from "the link is up" until every change has its answer and the device has what came back,
                       over a new connection; for the others with the echo of their own writes
  round trips          the longest chain of messages that waited for one another, without opening connections
  requests             HTTP requests, and frames up of a WebSocket

The last line is one JSON object:
  bytesPerChange1000        bytes both ways of 1,000 one-field changes pushed, a change
  bytesPerChangePulled1000  the same changes pulled by a second device
  roundTrips1000            round trips of that push
  bytesPerCommand1000       1,000 incidents.amend pushed: the field and a new line of the timeline each
  bytesPerRecordFirstLoad   bytes both ways of a new device's first load, enrolment included, a document
  bytesFor100Changes, bytesFor100ChangesTls, bytesForOneChange
                            pushed over a new connection; over TLS with the session resumed,
                            on a link of the class satellite
  bytesPerQuietPoll         an exchange asked for when there is nothing
  bytesPerIdlePoll          both ways, of the polls of a live connection that has nothing to tell
  idleBytesPerMinute        the same for a console left alone on broadband, which polls every 30 s
  timesLessThanPouch, timesLessThanRxdb, timesLessThanRxdbGzip
                            bytes of theirs divided by ours, push and pull of the 1,000 changes together`;

const SYSTEM_NAMES: readonly SystemName[] = ['fairlead', 'pouch', 'rxdb', 'rxdb-gzip'];
/** All at the same time: they wait for links, not for processors. */
const SLOW_CASES: readonly CaseName[] = ['satellite', 'narrow', 'satellite-cut', 'narrow-cut'];
const FAIRLEAD_OVER_TLS: Run = { system: 'fairlead-tls', name: 'satellite-tls' };

/** A system that hangs is ended, so that the others' figures are printed. */
const LIMIT_MS = 10 * 60_000;
const QUICK_LIMIT_MS = 60_000;

const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    case: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (given.help) console.log(USAGE);
else await bench();

async function bench(): Promise<void> {
  const systems = SYSTEM_NAMES.filter((name) => given.only === undefined || given.only === name);
  const isChosen = (name: CaseName) => given.case === undefined || given.case === name;
  let figures: readonly CaseResult[] = [];
  if (isChosen('loopback')) {
    // Beside the others, since it takes nothing but time.
    const idle = systems.includes('fairlead') ? runTogether([{ system: 'fairlead', name: 'idle' }]) : [];
    // One after the other: here the processors are what takes time.
    for (const system of systems)
      figures = [...figures, ...(await runTogether([{ system, name: 'loopback' }]))];
    console.log(caseTable('loopback', figures));
    if (systems.includes('fairlead')) {
      const idled = await idle;
      console.log(caseTable('idle', idled));
      const overTls = await runTogether([{ system: 'fairlead-tls', name: 'tls' }]);
      console.log(caseTable('tls', overTls));
      figures = [...figures, ...idled, ...overTls];
    }
  }
  if (!given.quick) await benchSlowLinks(systems, isChosen);
  console.log(`load average ${(os.loadavg()[0] ?? 0).toFixed(1)} on ${os.cpus().length} cores`);
  if (figures.length > 0) console.log(JSON.stringify(summaryOf(figures)));
}

async function benchSlowLinks(
  systems: readonly SystemName[],
  isChosen: (name: CaseName) => boolean,
): Promise<void> {
  const runs = SLOW_CASES.flatMap((name) => systems.map((system): Run => ({ system, name })));
  if (systems.includes('fairlead')) runs.push(FAIRLEAD_OVER_TLS);
  const chosen = runs.filter(({ name }) => isChosen(name));
  const results = await runTogether(chosen);
  for (const name of new Set(chosen.map((run) => run.name))) {
    console.log(
      caseTable(
        name,
        results.filter((_, index) => chosen[index]?.name === name),
      ),
    );
  }
}

type Run = { readonly system: SystemName; readonly name: CaseName };

/** Starts what is measured when all of them are ready, so that none prepares while another is measured. */
async function runTogether(runs: readonly Run[]): Promise<CaseResult[]> {
  const children = runs.map((run) => startCase(run));
  await Promise.all(children.map(({ ready }) => ready));
  for (const { begin } of children) begin();
  return Promise.all(children.map(({ done }) => done));
}

function startCase({ system, name }: Run) {
  const child = fork(path.join(import.meta.dirname, 'sync/case-child.ts'), [system, name]);
  const ready = Promise.withResolvers<void>();
  const done = Promise.withResolvers<CaseResult>();
  child.on('message', (message: FromChild) => {
    if ('figures' in message) done.resolve(message.figures);
    ready.resolve();
  });
  const limit = setTimeout(() => child.kill(), given.quick ? QUICK_LIMIT_MS : LIMIT_MS);
  child.once('exit', (code) => {
    clearTimeout(limit);
    // One system that fails leaves the others' figures; what it printed says why.
    ready.resolve();
    done.resolve({ system: `${system} FAILED (exit ${code})`, lines: [] });
  });
  return { ready: ready.promise, done: done.promise, begin: () => child.connected && child.send('begin') };
}
