import type { FieldChange, ShownValue } from '#shared/audit/journal-view.ts';
import { conflictValueText } from '../sync-page/conflict-value.ts';
import { useSite } from '../use-site.ts';
import { catalogue, useWords } from '../words.ts';
import styles from './audit-page.module.css';

/** Before and after, side by side, field by field. */
export function FieldChanges({ fields, name }: { fields: readonly FieldChange[]; name: string }) {
  const { t } = useWords();
  if (fields.length === 0) return <p className={styles.muted}>{t('audit.noField')}</p>;
  return (
    <table className={styles.fields} aria-label={name}>
      <thead>
        <tr>
          <th scope="col">{t('audit.field')}</th>
          <th scope="col">{t('audit.before')}</th>
          <th scope="col">{t('audit.after')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ field, from, to, isHidden }) => (
          <tr key={field}>
            <th scope="row">{fieldName(field)}</th>
            {isHidden ? (
              <td colSpan={2} className={styles.muted}>
                {t('audit.hidden')}
              </td>
            ) : (
              <>
                <td data-side="before">
                  <Value field={field} value={from} />
                </td>
                <td data-side="after">
                  <Value field={field} value={to} />
                </td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ field, value }: { field: string; value: ShownValue }) {
  const { t } = useWords();
  return <>{conflictValueText(field, value, useSite()?.timeZone) || t('audit.nothing')}</>;
}

/** In the domain's words; one that has none reads as a word all the same. */
function fieldName(field: string): string {
  const spaced = field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return catalogue[`field.${field}`] ?? spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
