import { contextBridge, ipcRenderer } from 'electron';
import { bridgeGlobal, channels, type Bridge } from '#shared/contract/channels.ts';

/** The one generic bridge: it knows no call by name and never grows. What may pass is decided in main. */
const bridge: Bridge = {
  call: (message) => ipcRenderer.invoke(channels.call, message),
  cancel: (id) => ipcRenderer.send(channels.cancel, id),
  openStream(message) {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.postMessage(channels.stream, message, [port2]);
    // A port cannot cross the context bridge; posted to our own origin it reaches the page's world only.
    window.postMessage({ channel: channels.stream, id: message.id }, window.location.origin, [port1]);
  },
};

contextBridge.exposeInMainWorld(bridgeGlobal, bridge);
