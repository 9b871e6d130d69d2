import {
  ipcMain,
  type BrowserWindow,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type MessagePortMain,
} from 'electron';
import type { Dispatcher, Sender, StreamPort } from '#electron/ipc/index.ts';
import { channels } from '#shared/contract/channels.ts';

/**
 * Connects the page of the window with the dispatcher. Messages that come before there is a dispatcher wait for it.
 * @param window ours, the only one that is listened to
 * @param dispatcher may still be under construction
 */
export function connectPage(window: BrowserWindow, dispatcher: Promise<Dispatcher>): void {
  // Read when the message arrives: by the time there is a dispatcher the frame may be another.
  const senderOf = (event: IpcMainEvent | IpcMainInvokeEvent): Sender => ({
    ownWindow: event.sender === window.webContents,
    mainFrame: event.senderFrame !== null && event.senderFrame === window.webContents.mainFrame,
    origin: event.senderFrame?.origin ?? '',
  });
  ipcMain.handle(channels.call, async (event, message: unknown) => {
    const sender = senderOf(event);
    return await (await dispatcher).call(message, sender);
  });
  ipcMain.on(channels.cancel, (event, id: unknown) => {
    const sender = senderOf(event);
    void dispatcher.then((ready) => ready.cancel(id, sender));
  });
  ipcMain.on(channels.stream, (event, message: unknown) => {
    const sender = senderOf(event);
    const [port] = event.ports;
    if (port) void dispatcher.then((ready) => ready.open(message, streamPort(port), sender));
  });

  const release = (): void => void dispatcher.then((ready) => ready.release());
  window.webContents.on('render-process-gone', release);
  window.webContents.on('did-navigate', release);
  window.on('closed', release);
}

function streamPort(port: MessagePortMain): StreamPort {
  return {
    post: (message) => port.postMessage(message),
    listen({ message, closed }) {
      port.on('message', (event) => message(event.data));
      port.on('close', closed);
      port.start();
    },
    close: () => port.close(),
  };
}
