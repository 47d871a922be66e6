import type { TextKey } from '#renderer/shell/words.ts';
import type { Stand } from './stand.ts';

type Reached = { readonly id: string; readonly isReachable: boolean };
export type RotaWarning = {
  readonly key: TextKey;
  readonly params: { readonly level: number; readonly name?: string };
};

/** What would keep a call from reaching somebody, the lowest level first. */
export function warningsOf(
  { levels, rotas }: Pick<Stand, 'levels' | 'rotas'>,
  reached: readonly Reached[] | undefined,
): RotaWarning[] {
  const unreachable = new Set(reached?.filter(({ isReachable }) => !isReachable).map(({ id }) => id));
  return levels.flatMap(({ level, by, gone, people }): RotaWarning[] => {
    const turns = rotas.filter((rota) => rota.level === level).flatMap((rota) => rota.people);
    const called = new Map(
      [...people, ...turns.filter(({ isActive }) => isActive)].map((one) => [one.id, one.name]),
    );
    return [
      ...(by === 'nobody' ? [{ key: 'incidents.rota.warning.gap' as const, params: { level } }] : []),
      ...gone.map((name) => ({ key: 'incidents.rota.warning.gone' as const, params: { level, name } })),
      ...[...called]
        .filter(([id]) => unreachable.has(id))
        .map(([, name]) => ({ key: 'incidents.rota.warning.unreachable' as const, params: { level, name } })),
    ];
  });
}
