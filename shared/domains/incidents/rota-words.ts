import type { Catalogue } from '../../kernel/words.ts';

/** What is said of rotas and of what is agreed about incidents. */
export const incidentRotaWords = {
  'incidents.saveRota.label': 'Set up the rota {name}',
  'incidents.removeRota.label': 'Removed a rota',
  'incidents.overrideRota.label': 'Arranged a stand-in on a rota',
  'incidents.withdrawOverride.label': 'Took back a stand-in on a rota',
  'incidents.handOver.label': 'Handed over the watch',
  'incidents.savePolicy.label': 'Set times and steps for incidents: {type}',
  'incidents.dropPolicy.label': 'Took back times and steps for incidents',
  'incidents.event.handedOver': 'Watch handed over from {from} to {to}',
} satisfies Catalogue;
