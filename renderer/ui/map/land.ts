import coarseUrl from 'world-atlas/land-110m.json?url';
import fineUrl from 'world-atlas/land-50m.json?url';
import type { GeoPermissibleObjects } from 'd3-geo';
import { useQuery } from '@tanstack/react-query';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

type LandTopology = Topology<{ land: GeometryCollection }>;

/** Natural Earth's land (public domain), as it comes with the program: coarse at first, fine once somebody looks closer. */
export function useLand(isClose: boolean): GeoPermissibleObjects | undefined {
  const coarse = useQuery({ queryKey: ['land', 'coarse'], queryFn: () => landAt(coarseUrl) });
  const fine = useQuery({ queryKey: ['land', 'fine'], queryFn: () => landAt(fineUrl), enabled: isClose });
  return (isClose ? fine.data : undefined) ?? coarse.data;
}

async function landAt(url: string): Promise<GeoPermissibleObjects> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`The land of the map is missing: ${answer.status}`);
  // A file of this very program, made by world-atlas: its shape is known.
  const topology = (await answer.json()) as LandTopology;
  return feature(topology, topology.objects.land);
}
