import type { BackupWishes } from '../store/backup/backup-schedule.ts';
import type { Store } from '../store/store.ts';
import type { ConsoleSettings } from './console-settings.ts';

/** Of a device's id, to tell consoles of one site apart. */
const DEVICE_CHARACTERS = 8;

/** What the backups of a console go by. */
export function backupWishes(store: Pick<Store, 'state'>, settings: ConsoleSettings): BackupWishes {
  return {
    kept: () => settings.retention(),
    secondPlace() {
      const { copyTo } = settings.backupPlan();
      const { site, deviceId = '' } = store.state;
      // Several consoles may share the folder.
      const consoleName = `${site?.code ?? 'console'}-${deviceId.slice(0, DEVICE_CHARACTERS)}`;
      return copyTo === null ? undefined : { folder: copyTo, consoleName };
    },
    copied: (copy) => settings.noteCopy(copy),
  };
}
