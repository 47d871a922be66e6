import { Select } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Explanation } from '#shared/access/explain.ts';
import { FEATURES, type Feature } from '#shared/access/features.ts';
import { sayReason } from '#shared/access/say.ts';
import { domains } from '#shared/domains/registry.ts';
import { useFoundRecords } from '#renderer/shell/palette/use-found-records.ts';
import { catalogue, t, useWords } from '#renderer/shell/words.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import styles from '../people.module.css';
import { type AccessQuestion, useExplanation } from '../use-people-api.ts';

type WhyProps = {
  personId: string;
  /** When what is known of the person last changed: the answer may be another one now. */
  asOf: number;
};

/** Why this person may do something, or may not: every rule in words, from what this console holds. */
export function WhyPanel({ personId, asOf }: WhyProps) {
  const { t } = useWords();
  const [feature, setFeature] = useState<Feature | null>(null);
  const [record, setRecord] = useState<AccessQuestion['record']>(null);
  const question = feature === null ? null : { personId, feature, record: record ?? null };
  const answer = useExplanation(question, asOf);
  return (
    <Panel title={t('people.why')}>
      <div className={styles.why}>
        <Select
          label={t('people.why.what')}
          placeholder={t('people.why.choose')}
          data={featureChoices()}
          value={feature}
          onChange={(value) => setFeature(FEATURES.find((one) => one === value) ?? null)}
          searchable
          clearable
          size="xs"
        />
        <RecordChoice onChoose={setRecord} />
        <div aria-live="polite" className={styles.why}>
          {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
          {feature !== null && answer.data ? <Told explanation={answer.data} /> : null}
        </div>
      </div>
    </Panel>
  );
}

function RecordChoice({ onChoose }: { onChoose(record: AccessQuestion['record']): void }) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const found = useFoundRecords(text).lines.filter(({ kind }) => kind === 'incident' || kind === 'person');
  return (
    <Select
      label={t('people.why.record')}
      placeholder={t('people.why.anyRecord')}
      data={found.map(({ key, label }) => ({ value: key, label }))}
      // The host has looked already; what it found need not hold the typed letters.
      filter={({ options }) => options}
      onSearchChange={setText}
      onChange={(value) => {
        const chosen = found.find(({ key }) => key === value);
        onChoose(chosen === undefined ? null : { kind: chosen.kind, id: chosen.key });
      }}
      nothingFoundMessage={t('people.why.noRecord')}
      searchable
      clearable
      size="xs"
    />
  );
}

function Told({ explanation }: { explanation: Explanation }) {
  const { allowed, label, steps } = explanation;
  const Icon = allowed ? IconCheck : IconX;
  return (
    <>
      <p className={styles.verdict} data-allowed={allowed} role="status">
        <Icon size={16} stroke={2} aria-hidden="true" />
        <span>
          <strong>{t(allowed ? 'people.why.may' : 'people.why.mayNot')}</strong> {sayReason(label, catalogue)}
        </span>
      </p>
      <ol className={styles.steps} aria-label={t('people.why.rules')}>
        {steps.map((step) => (
          <li key={step.rule} data-outcome={step.outcome}>
            <span className={styles.said}>{t(`people.why.outcome.${step.outcome}`)}</span>
            <span>{sayReason(step.label, catalogue)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** Each feature with the commands that ask for it, so that either is found by typing. */
function featureChoices() {
  const commands = domains.flatMap((domain) => Object.entries(domain.commands));
  return FEATURES.map((feature) => {
    const verbs = commands.filter(([, command]) => command.feature === feature).map(([verb]) => verb);
    const name = t(`feature.${feature}`);
    return { value: feature, label: verbs.length === 0 ? name : `${name}: ${verbs.join(', ')}` };
  });
}
