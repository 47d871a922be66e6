import styles from './qr-image.module.css';

/** Dark squares on white in every theme: a camera has to read it. */
export function QrImage({
  qr,
  label,
}: {
  qr: { readonly size: number; readonly path: string };
  label: string;
}) {
  return (
    <div className={styles.qr}>
      <svg viewBox={`0 0 ${qr.size} ${qr.size}`} role="img" aria-label={label}>
        <path d={qr.path} fill="#000" shapeRendering="crispEdges" />
      </svg>
    </div>
  );
}
