import http from 'node:http';
import path from 'node:path';
import { HttpExecutor } from 'builder-util-runtime';
import { AppImageUpdater, CancellationToken } from 'electron-updater';
import type { LoadedEngine } from '../../electron/main/updates/console-updater.ts';

/** electron-updater without Electron: the requests of Node, and an application that is told to quit. */
export function plainAppImageUpdater({
  version,
  folder,
  onQuit = () => undefined,
}: {
  version: string;
  folder: string;
  onQuit?: () => void;
}): LoadedEngine {
  const engine = new PlainUpdater(null, {
    version,
    name: 'fairlead',
    isPackaged: true,
    appUpdateConfigPath: path.join(folder, 'app-update.yml'),
    userDataPath: path.join(folder, 'user'),
    baseCachePath: path.join(folder, 'cache'),
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: onQuit,
    onQuit: () => undefined,
  });
  Object.assign(engine, { httpExecutor: new NodeHttpExecutor() });
  // Its type has one private member more than what is used of it.
  return { engine: engine as unknown as LoadedEngine['engine'], cancellation: () => new CancellationToken() };
}

class PlainUpdater extends AppImageUpdater {
  /** The real one then tells Electron that its windows go. */
  override quitAndInstall(isSilent?: boolean, isForceRunAfter?: boolean): void {
    if (this.install(isSilent, isForceRunAfter)) this.app.quit();
  }
}

class NodeHttpExecutor extends HttpExecutor<http.ClientRequest> {
  override createRequest(
    options: http.RequestOptions,
    callback: (response: http.IncomingMessage) => void,
  ): http.ClientRequest {
    return http.request(options, callback);
  }

  // As Electron's own one does it, which only adds sessions and redirects.
  async download(
    url: URL,
    destination: string,
    options: Parameters<HttpExecutor<http.ClientRequest>['downloadToBuffer']>[1],
  ): Promise<string> {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const request = {
        protocol: url.protocol,
        hostname: url.hostname,
        port: url.port,
        path: `${url.pathname}${url.search}`,
        ...(options.headers === null || options.headers === undefined ? {} : { headers: options.headers }),
      };
      this.doDownload(
        request,
        {
          destination,
          options,
          onCancel,
          callback: (error) => (error === null || error === undefined ? resolve(destination) : reject(error)),
          responseHandler: null,
        },
        0,
      );
    });
  }
}
