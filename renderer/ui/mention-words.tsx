import styles from './mention.module.css';
import { splitMentions } from './mention-text.ts';

/** A text in which those it mentions stand out. */
export function MentionWords({ text, names }: { text: string; names: readonly string[] }) {
  return splitMentions(text, names).map((part, index) =>
    part.isMention ? (
      <strong key={index} className={styles.mention}>
        {part.text}
      </strong>
    ) : (
      part.text
    ),
  );
}
