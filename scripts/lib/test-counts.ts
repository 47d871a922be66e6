import fs from 'node:fs';
import { z } from 'zod';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const VitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
});
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
});

export function readVitestCounts(file: string): Counts | undefined {
  const report = readReport(file, VitestReport);
  return (
    report && {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    }
  );
}

export function readPlaywrightCounts(file: string): Counts | undefined {
  const report = readReport(file, PlaywrightReport);
  return (
    report && {
      passed: report.stats.expected,
      failed: report.stats.unexpected + report.stats.flaky,
      skipped: report.stats.skipped,
    }
  );
}

/**
 * What a runner counts for. Its exit code has the last word: a runner that failed without a failed test
 * (a file that doesn't load, a crash, no report) is one failure, and so is one that ran nothing at all.
 */
export function settleCounts(exitCode: number, counts: Counts | undefined): Counts {
  const known = counts ?? { passed: 0, failed: 0, skipped: 0 };
  if (exitCode === 0 && counts && known.passed + known.failed > 0) return known;
  return { ...known, failed: Math.max(1, known.failed) };
}

export function addCounts(all: Counts[]): Counts {
  return all.reduce(
    (sum, counts) => ({
      passed: sum.passed + counts.passed,
      failed: sum.failed + counts.failed,
      skipped: sum.skipped + counts.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

function readReport<Report>(file: string, schema: z.ZodType<Report>): Report | undefined {
  if (!fs.existsSync(file)) return undefined;
  const parsed = schema.safeParse(parseJson(fs.readFileSync(file, 'utf8')));
  return parsed.success ? parsed.data : undefined;
}

/** A runner that was killed leaves half a report, which is as good as none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
