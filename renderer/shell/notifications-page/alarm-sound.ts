const TONE_SECONDS = 0.18;
const TONES: { readonly [Kind in 'notice' | 'alarm']: readonly number[] } = {
  notice: [660],
  alarm: [880, 660, 880],
};

const RESUME_MS = 300;

let audio: AudioContext | undefined;

/** A short tone out of nothing but the sound card. A page that nobody has touched yet may not make a sound. */
export async function playSound(kind: 'notice' | 'alarm'): Promise<void> {
  audio ??= new AudioContext();
  const context = audio;
  if (context.state === 'suspended') await Promise.race([context.resume(), shortWhile()]);
  if (isSilenced()) return;
  TONES[kind].forEach((hertz, index) => {
    const at = context.currentTime + index * TONE_SECONDS;
    const tone = context.createOscillator();
    const loudness = context.createGain();
    tone.frequency.value = hertz;
    loudness.gain.setValueAtTime(0.0001, at);
    loudness.gain.exponentialRampToValueAtTime(0.25, at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + TONE_SECONDS);
    tone.connect(loudness).connect(context.destination);
    tone.start(at);
    tone.stop(at + TONE_SECONDS);
  });
}

/** Whether the browser lets nothing sound, because nobody has touched the page. */
export function isSilenced(): boolean {
  return audio?.state === 'suspended';
}

/** A browser that keeps a page silent does not answer until it is touched. */
function shortWhile(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, RESUME_MS));
}
