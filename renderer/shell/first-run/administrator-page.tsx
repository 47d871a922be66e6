import { z } from 'zod';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { Outside } from '../frame/outside.tsx';
import styles from '../frame/outside.module.css';
import { useDraftForm } from '../use-draft-form.ts';
import { useSite } from '../use-site.ts';
import { t, useWords } from '../words.ts';
import {
  AdministratorFields,
  administratorOf,
  administratorShape,
  type AdministratorValues,
  EMPTY_ADMINISTRATOR,
} from './administrator-fields.tsx';

const Values = z.object(administratorShape).refine((values) => values.passphrase === values.repeated, {
  path: ['repeated'],
  error: () => t('firstRun.administrator.mismatch'),
});

/** After joining: somebody has to be able to sign in. */
export function AdministratorPage() {
  const { t } = useWords();
  const site = useSite();
  const action = useAction(createAdministrator);
  const form = useDraftForm({
    formId: null,
    initial: EMPTY_ADMINISTRATOR,
    schema: Values,
    error: action.error,
  });
  const submit = form.onSubmit((values) => void action.run(values));
  return (
    <Outside title={t('administrator.title')} text={t('administrator.text', { site: site?.name ?? '' })}>
      <form className={styles.card} onSubmit={submit} noValidate>
        <AdministratorFields inputProps={(name) => form.getInputProps(name)} />
        <FormFooter
          phase={action.busy ? 'sending' : 'idle'}
          error={action.error}
          fields={Object.keys(EMPTY_ADMINISTRATOR)}
          submit={t('administrator.submit')}
        />
      </form>
    </Outside>
  );
}

function createAdministrator(values: AdministratorValues) {
  return connection.api.setup.createAdministrator.mutate(administratorOf(values));
}
