import { app, Menu, nativeImage, Tray } from 'electron';
import { type Alerts, alertCount, alertTooltip } from './alert-words.ts';
import { drawTrayIcon } from './tray-icon.ts';
import { say } from './words.ts';

export interface TrayActions {
  openWindow: () => void;
  quit: () => void;
}

export interface ConsoleTray {
  show: (alerts: Alerts) => void;
}

/** The console goes on working without a window: the tray shows what waits in the inbox, and leads back to it (LC-6). */
export function createTray(actions: TrayActions): ConsoleTray {
  const icons = { calm: trayImage(false), alerting: trayImage(true) };
  const tray = new Tray(icons.calm);
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: say('tray.open'), click: actions.openWindow },
      { type: 'separator' },
      { label: say('quit'), click: actions.quit },
    ]),
  );
  tray.on('click', actions.openWindow);
  const show = (alerts: Alerts) => {
    tray.setToolTip(alertTooltip(alerts));
    tray.setImage(alerts.critical > 0 ? icons.alerting : icons.calm);
    app.setBadgeCount(alertCount(alerts));
  };
  show({ critical: 0, unread: 0, siteName: '' });
  return { show };
}

function trayImage(alerting: boolean) {
  const { data, width, height } = drawTrayIcon(alerting);
  return nativeImage.createFromBitmap(data, { width, height, scaleFactor: 2 });
}
