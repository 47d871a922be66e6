import { type RefObject, useEffect, useRef, useState } from 'react';

/** `refused`: by the person or the machine. `none`: there is no camera. */
export type CameraState = 'starting' | 'on' | 'refused' | 'none' | 'failed';

export type Camera = {
  readonly state: CameraState;
  readonly video: RefObject<HTMLVideoElement | null>;
  again(): void;
  /** The picture as it is now. */
  take(): Promise<File | undefined>;
};

/** As large as a phone's; a larger one would only be scaled down again. */
const WISHED = { width: { ideal: 1_920 }, height: { ideal: 1_440 }, facingMode: 'environment' };
const QUALITY = 0.88;

/** Whether a page may ask for a camera at all: only in a secure context. */
export function canAskForCamera(): boolean {
  return 'mediaDevices' in navigator;
}

/** The camera, from when it is asked for until it is no longer shown. */
export function useCamera(): Camera {
  const [state, setState] = useState<CameraState>('starting');
  const [attempt, setAttempt] = useState(0);
  const video = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    let stream: MediaStream | undefined;
    let isOver = false;
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    navigator.mediaDevices.getUserMedia({ video: WISHED, audio: false }).then(
      (opened) => {
        stream = opened;
        if (isOver) return stop();
        const picture = video.current;
        if (picture === null) return;
        // Until its first picture is here there is nothing to take.
        picture.onloadeddata = () => !isOver && setState('on');
        picture.srcObject = opened;
      },
      (error: unknown) => {
        if (!isOver) setState(stateOf(error));
      },
    );
    return () => {
      isOver = true;
      stop();
    };
  }, [attempt]);

  return {
    state,
    video,
    again() {
      setState('starting');
      setAttempt(attempt + 1);
    },
    async take() {
      const picture = video.current;
      if (picture === null || picture.videoWidth === 0) return undefined;
      const canvas = new OffscreenCanvas(picture.videoWidth, picture.videoHeight);
      canvas.getContext('2d')?.drawImage(picture, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
      return new File([blob], `photo-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.jpg`, {
        type: blob.type,
      });
    },
  };
}

function stateOf(error: unknown): CameraState {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'failed';
}
