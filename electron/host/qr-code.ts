/** Squares of a QR code as one path, in a view box of `size` by `size`. */
export type QrCode = { readonly size: number; readonly path: string };

export async function qrCodeOf(text: string): Promise<QrCode> {
  // Needed seldom: no start waits for it.
  const { create } = await import('qrcode');
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const squares = Array.from(modules.data, (isDark, at) =>
    isDark ? `M${at % modules.size} ${Math.floor(at / modules.size)}h1v1h-1z` : '',
  );
  return { size: modules.size, path: squares.join('') };
}
