import { ActionIcon } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';

type IconButtonProps = {
  icon: Icon;
  /** What it does, for a pointer that rests on it and for a screen reader. */
  text: string;
  sizePixels: number;
  iconPixels?: number;
  /** For a button that lies on something else: with an edge and a ground of its own. */
  isRaised?: boolean;
  onClick(): void;
};

/** A button that is only a sign. */
export function IconButton({
  icon: ButtonIcon,
  text,
  sizePixels,
  iconPixels = 16,
  isRaised = false,
  onClick,
}: IconButtonProps) {
  return (
    <ActionIcon
      variant={isRaised ? 'default' : 'subtle'}
      color="gray"
      size={sizePixels}
      aria-label={text}
      title={text}
      onClick={onClick}
    >
      <ButtonIcon size={iconPixels} color="var(--fl-text)" />
    </ActionIcon>
  );
}
