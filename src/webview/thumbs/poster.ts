/** A picture out of a video: nothing is played, and no sound is heard. */
import { thumbSide } from './shrink.ts';

/** Seconds: the first frames of many videos are black. */
const wantedAt = 1;
/** Milliseconds until a video that neither comes nor fails counts as failed. */
const patience = 20_000;

/** WebP bytes, `null` where it can't be decoded. Rejects when it is stopped. */
export async function posterOf(url: string, signal: AbortSignal): Promise<ArrayBuffer | null> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.preload = 'auto';
  // Without it its picture could be shown and not be read.
  video.crossOrigin = 'anonymous';
  try {
    const loaded = happens(video, 'loadeddata', signal);
    video.src = url;
    await loaded;
    const at = Math.min(wantedAt, Number.isFinite(video.duration) ? video.duration / 4 : 0);
    if (at > 0) {
      const sought = happens(video, 'seeked', signal);
      video.currentTime = at;
      await sought;
    }
    return await shot(video);
  } catch {
    signal.throwIfAborted();
    return null;
  } finally {
    // So that it lets go of its file.
    video.removeAttribute('src');
    video.load();
  }
}

function happens(video: HTMLVideoElement, event: 'loadeddata' | 'seeked', signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (): void => reject(new Error(`the video was not ${event}`));
    const until = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    until.addEventListener('abort', refuse, { once: true });
    video.addEventListener('error', refuse, { once: true });
    video.addEventListener(event, () => resolve(), { once: true });
  });
}

async function shot(video: HTMLVideoElement): Promise<ArrayBuffer> {
  const { videoWidth: width, videoHeight: height } = video;
  const scale = Math.min(1, thumbSide / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  canvas.getContext('2d')!.drawImage(video, 0, 0, canvas.width, canvas.height);
  return (await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 })).arrayBuffer();
}
