import styles from '../chart.module.css';

type ChartTipProps = {
  title: string;
  x: number;
  widthPixels: number;
  rows: readonly { readonly name: string; readonly value: string; readonly colour: string }[];
};

/** The values under pointer or focus. Screen readers hear them from the category itself. */
export function ChartTip({ title, x, widthPixels, rows }: ChartTipProps) {
  const isRight = x > widthPixels / 2;
  return (
    <div
      className={styles.tip}
      style={isRight ? { right: widthPixels - x + 12 } : { left: x + 12 }}
      aria-hidden="true"
    >
      <strong>{title}</strong>
      {rows.map((row) => (
        <span key={row.name} className={styles.tipRow}>
          <i style={{ background: row.colour }} />
          <span>{row.name}</span>
          <b>{row.value}</b>
        </span>
      ))}
    </div>
  );
}
