import { Textarea, type TextareaProps } from '@mantine/core';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useWords } from '#renderer/shell/words.ts';
import styles from './mention.module.css';
import { type Mentionable, mentionBegun, offered, withMention } from './mention-text.ts';

export type MentionPerson = Mentionable & { readonly note: string };

type MentionTextareaProps = Omit<TextareaProps, 'value' | 'onChange'> & {
  value: string;
  onChange(text: string): void;
  people: readonly MentionPerson[];
  onChoose(person: MentionPerson): void;
};

/** A text in which `@` offers people: arrows choose, Enter or Tab takes, Escape goes on typing. */
export function MentionTextarea({ value, onChange, people, onChoose, ...rest }: MentionTextareaProps) {
  const { t } = useWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const begun = caret === null ? undefined : mentionBegun(value, caret);
  const options = begun === undefined ? [] : offered(people, begun);
  const current = Math.min(active, options.length - 1);

  function take(person: MentionPerson): void {
    const next = withMention(value, caret ?? value.length, person.name);
    // The text is drawn first, and at once: a caret set before it would be moved to its end, one set a frame later
    // would jump back over what was typed meanwhile.
    flushSync(() => {
      onChange(next.text);
      onChoose(person);
      setCaret(null);
    });
    field.current?.setSelectionRange(next.caret, next.caret);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const chosen = options[current];
    if (chosen === undefined) return;
    if (event.key === 'ArrowDown') setActive((current + 1) % options.length);
    else if (event.key === 'ArrowUp') setActive((current + options.length - 1) % options.length);
    else if (event.key === 'Enter' || event.key === 'Tab') take(chosen);
    else if (event.key === 'Escape') setCaret(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className={styles.place}>
      <Textarea
        {...rest}
        ref={field}
        value={value}
        onChange={(event) => {
          onChange(event.currentTarget.value);
          setCaret(event.currentTarget.selectionStart);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setCaret(null)}
        aria-autocomplete="list"
        {...(options.length > 0
          ? { 'aria-controls': listId, 'aria-activedescendant': `${listId}-${current}` }
          : {})}
      />
      <MentionOptions id={listId} options={options} current={current} onTake={take} />
      <span className="fl-visually-hidden" role="status">
        {options.length > 0
          ? t('mention.offered', { count: options.length, name: options[current]?.name ?? '' })
          : ''}
      </span>
    </div>
  );
}

type MentionOptionsProps = {
  id: string;
  options: readonly MentionPerson[];
  current: number;
  onTake(person: MentionPerson): void;
};

function MentionOptions({ id, options, current, onTake }: MentionOptionsProps) {
  const { t } = useWords();
  if (options.length === 0) return null;
  return (
    <ul className={styles.options} id={id} role="listbox" aria-label={t('mention.people')}>
      {options.map((person, index) => (
        <li
          key={person.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === current}
          className={styles.option}
          // Before the field loses the focus, and with it the caret.
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(person);
          }}
        >
          <span>{person.name}</span>
          <span className={styles.note}>{person.note}</span>
        </li>
      ))}
    </ul>
  );
}
