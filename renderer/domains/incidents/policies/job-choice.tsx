import { MultiSelect } from '@mantine/core';
import { JOB_PROFILES, type JobProfile } from '#shared/access/roles.ts';
import { useWords } from '#renderer/shell/words.ts';

type JobChoiceProps = {
  label: string;
  hint?: string;
  jobs: readonly JobProfile[];
  error: React.ReactNode;
  onChange(jobs: JobProfile[]): void;
};

/** Several jobs. */
export function JobChoice({ label, hint, jobs, error, onChange }: JobChoiceProps) {
  const { t } = useWords();
  return (
    <MultiSelect
      label={label}
      description={hint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={JOB_PROFILES.map((profile) => ({ value: profile, label: t(`job.${profile}`) }))}
      value={[...jobs]}
      searchable
      error={error}
      onChange={(chosen) => onChange(chosen.filter(isJob))}
    />
  );
}

function isJob(text: string): text is JobProfile {
  return JOB_PROFILES.some((profile) => profile === text);
}
