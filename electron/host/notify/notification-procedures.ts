import { notificationCommands } from '#shared/domains/notifications/commands.ts';
import { notificationQueries } from '#shared/domains/notifications/queries.ts';
import { commandProcedures, queryProcedures } from '../api/domain-procedures.ts';
import { procedureFor } from '../api/trpc.ts';

export const notificationProcedures = {
  ...commandProcedures(notificationCommands),
  ...queryProcedures(notificationQueries),
  /** Who carries what leaves this console. */
  carriers: procedureFor('notifications.read').query(({ ctx }) => ctx.services.notify.carriers()),
};
