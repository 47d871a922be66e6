import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

type SearchFieldProps = {
  label: string;
  /** What is looked for now, as the address says it. */
  text: string;
  widthPixels: number;
  /** How long somebody pauses before what they typed is looked for. */
  pauseMs: number;
  onChange(text: string): void;
};

/** The search of a page: it follows the address and is where the shortcut for searching goes. */
export function SearchField({ label, text, widthPixels, pauseMs, onChange }: SearchFieldProps) {
  const [typed, setTyped] = useState(text);
  // The address can change by itself: a link, the back button, cleared filters.
  const [seen, setSeen] = useState(text);
  if (text !== seen) {
    setSeen(text);
    setTyped(text);
  }
  const send = useDebouncedCallback(onChange, pauseMs);
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={15} />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
      size="xs"
      w={widthPixels}
      data-page-search
    />
  );
}
