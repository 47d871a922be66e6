import type { FieldStamp } from '#shared/sync/merge.ts';
import type { Stamps } from './storage.ts';

/** A stamp as a tuple: version, hlc, device, foreign version, lane. */
type Packed = [number, FieldStamp['hlc'], string, number, FieldStamp['lane']];

/**
 * The stored form of stamps. Most fields of a record have the stamp of the entry that made it, so each
 * distinct stamp is written once and fields name it by its place: a tenth of the plain JSON.
 */
export function packStamps(stamps: Stamps): string {
  const places = new Map<FieldStamp, number>();
  const distinct: Packed[] = [];
  const fields: { [field: string]: number } = {};
  for (const [field, stamp] of Object.entries(stamps)) {
    let place = places.get(stamp);
    if (place === undefined) {
      place = distinct.push([stamp.version, stamp.hlc, stamp.deviceId, stamp.foreignVersion, stamp.lane]) - 1;
      places.set(stamp, place);
    }
    fields[field] = place;
  }
  return JSON.stringify([distinct, fields]);
}

export function unpackStamps(text: string): Stamps {
  // Written by packStamps.
  const [packed, fields] = JSON.parse(text) as [Packed[], { [field: string]: number }];
  const distinct = packed.map(
    ([version, hlc, deviceId, foreignVersion, lane]): FieldStamp => ({
      version,
      hlc,
      deviceId,
      foreignVersion,
      lane,
    }),
  );
  const stamps: { [field: string]: FieldStamp } = {};
  for (const [field, place] of Object.entries(fields)) {
    const stamp = distinct[place];
    if (stamp !== undefined) stamps[field] = stamp;
  }
  return stamps;
}
