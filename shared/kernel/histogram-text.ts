/**
 * A histogram as a roll-up keeps it: the buckets in which something is, in order, each run of neighbours with the first
 * one's number before their counts: `57:1 4 2,63:2`. Of an hour there are few, and a column for each bucket would be
 * mostly noughts.
 */
export type Histogram = ReadonlyMap<number, number>;

export function histogramText(counts: Histogram): string {
  const filled = [...counts].filter(([, count]) => count !== 0).toSorted(([one], [other]) => one - other);
  let text = '';
  for (const [index, [bucket, count]] of filled.entries()) {
    const before = filled[index - 1]?.[0];
    if (before === bucket - 1) text += ` ${count}`;
    else text += `${text === '' ? '' : ','}${bucket}:${count}`;
  }
  return text;
}

/** Also of several texts joined by commas: the counts of a bucket that is named twice are added. */
export function histogramIn(text: string): Map<number, number> {
  // Sums over years are made of megabytes of this: read sign by sign, without a string for each number.
  const sums: number[] = [];
  let [bucket, number, sign] = [0, 0, 1];
  for (let at = 0; at <= text.length; at += 1) {
    const code = at === text.length ? COMMA : text.charCodeAt(at);
    if (code >= NOUGHT && code <= NINE) number = number * 10 + code - NOUGHT;
    else if (code === MINUS) sign = -1;
    else {
      if (code === COLON) bucket = number;
      else {
        while (sums.length <= bucket) sums.push(0);
        sums[bucket] = (sums[bucket] ?? 0) + sign * number;
        bucket += 1;
      }
      [number, sign] = [0, 1];
    }
  }
  return new Map([...sums.entries()].flatMap(([index, count]) => (count ? [[index, count]] : [])));
}

const NOUGHT = 48;
const NINE = 57;
const COLON = 58;
const COMMA = 44;
const MINUS = 45;

/** The name under which a bucket's count stands among the amounts of a roll-up. */
export function bucketMeasure<Name extends string>(histogram: Name, bucket: number): `${Name}_${number}` {
  return `${histogram}_${bucket}`;
}

/** One histogram of some amounts. */
export function histogramOf(
  amounts: Iterable<readonly [string, number]>,
  histogram: string,
): Map<number, number> {
  const prefix = `${histogram}_`;
  const counts = new Map<number, number>();
  for (const [measure, count] of amounts) {
    if (measure.startsWith(prefix)) counts.set(Number(measure.slice(prefix.length)), count);
  }
  return counts;
}
