/** How fast a picture came and moved. */
export interface GraphFigures {
  /** From the data to the frame after the first picture, ms. */
  readonly firstPictureMs: number;
  /** Frames a second. */
  readonly panning: number;
  readonly zooming: number;
}

const duration = 3000;

export function nextFrame(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(resolve);
  });
}

/**
 * @returns once the frame in which the picture was drawn has been handed over: a message comes after the frame's own
 *   work
 */
export async function afterPicture(): Promise<void> {
  await nextFrame();
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', resolve, { once: true });
    port1.start();
    port2.postMessage(null);
  });
}

/**
 * Drags the picture in circles with the mouse, as a person would: both painters get the same events.
 * @returns frames a second
 */
export async function dragInCircles(target: Element): Promise<number> {
  const { width, height } = target.getBoundingClientRect();
  const [centreX, centreY, radius] = [width / 2, height / 2, Math.min(width, height) * 0.3];
  const send = (type: string, buttons: number, angle: number): void => {
    const at = { clientX: centreX + radius * Math.cos(angle), clientY: centreY + radius * Math.sin(angle) };
    const receiver = type.endsWith('down') ? target : window;
    receiver.dispatchEvent(
      new MouseEvent(type, { ...at, buttons, button: 0, bubbles: true, cancelable: true, view: window }),
    );
  };
  send('mousedown', 1, 0);
  const frames = await framesPerSecond((elapsed) => send('mousemove', 1, (elapsed / 1500) * 2 * Math.PI));
  send('mouseup', 0, 0);
  return frames;
}

/** Turns the wheel, in and out again. */
export function turnWheel(target: Element): Promise<number> {
  const { width, height } = target.getBoundingClientRect();
  return framesPerSecond((elapsed) => {
    const inwards = Math.floor(elapsed / 750) % 2 === 0;
    target.dispatchEvent(
      new WheelEvent('wheel', { clientX: width / 2, clientY: height / 2, deltaY: inwards ? -24 : 24, bubbles: true, cancelable: true, view: window }), // prettier-ignore
    );
  });
}

async function framesPerSecond(each: (elapsed: number) => void): Promise<number> {
  const started = await nextFrame();
  let frames = 0;
  for (let now = started; now - started < duration; now = await nextFrame()) {
    each(now - started);
    frames += 1;
  }
  return (frames * 1000) / (performance.now() - started);
}
