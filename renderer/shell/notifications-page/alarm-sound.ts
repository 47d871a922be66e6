const TONE_SECONDS = 0.18;
const TONES: { readonly [Kind in 'notice' | 'alarm']: readonly number[] } = {
  notice: [660],
  alarm: [880, 660, 880],
};

let audio: AudioContext | undefined;

/** A short tone out of nothing but the sound card. A page that nobody has touched yet may not make a sound. */
export function playSound(kind: 'notice' | 'alarm'): void {
  audio ??= new AudioContext();
  const context = audio;
  if (context.state === 'suspended') void context.resume();
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
