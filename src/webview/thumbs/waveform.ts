/** A sound as a picture: bars as high as it is loud. They are drawn in one grey; the page shows them in the theme's own colour. */
import { thumbSide } from './shrink.ts';

const bars = 46;
/** Samples a second are enough to see how loud it is. */
const rate = 8000;

/** WebP bytes, `null` where it can't be decoded. */
export async function waveformOf(file: ArrayBuffer): Promise<ArrayBuffer | null> {
  let sound: AudioBuffer;
  try {
    sound = await new OfflineAudioContext(1, 1, rate).decodeAudioData(file);
  } catch {
    return null;
  }
  return draw(loudness(Array.from({ length: sound.numberOfChannels }, (_, n) => sound.getChannelData(n))));
}

/** How loud each part is, the loudest one 1; all 0 where nothing is to be heard. */
export function loudness(channels: readonly Float32Array[], parts = bars): number[] {
  const length = channels[0]?.length ?? 0;
  const peaks = Array.from({ length: parts }, (_, part) => {
    let peak = 0;
    for (const samples of channels) {
      for (let at = Math.floor(part * length / parts); at < Math.floor((part + 1) * length / parts); at++) peak = Math.max(peak, Math.abs(samples[at]!));
    }
    return peak;
  });
  const loudest = Math.max(...peaks);
  return loudest < 1e-4 ? peaks.map(() => 0) : peaks.map(peak => peak / loudest);
}

async function draw(heights: readonly number[]): Promise<ArrayBuffer> {
  const canvas = new OffscreenCanvas(thumbSide, thumbSide);
  const context = canvas.getContext('2d')!;
  const [inset, highest, least] = [thumbSide * 0.08, thumbSide * 0.6, 4];
  const pitch = (thumbSide - 2 * inset) / heights.length;
  context.fillStyle = '#888';
  heights.forEach((part, n) => {
    const height = Math.max(least, part * highest);
    context.beginPath();
    context.roundRect(inset + n * pitch, (thumbSide - height) / 2, pitch * 0.6, height, pitch * 0.3);
    context.fill();
  });
  return (await canvas.convertToBlob({ type: 'image/webp', quality: 0.9 })).arrayBuffer();
}
