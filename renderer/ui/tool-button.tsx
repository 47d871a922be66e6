import { Button, type ButtonProps, type ElementProps } from '@mantine/core';

type ToolButtonProps = Pick<ButtonProps, 'children' | 'disabled' | 'leftSection' | 'ml' | 'rightSection'> &
  ElementProps<'button', keyof ButtonProps>;

/** A small button of a toolbar, quiet beside what it acts on. A menu may hang on it. */
export function ToolButton(props: ToolButtonProps) {
  return <Button variant="subtle" color="gray" c="var(--fl-text)" fw={500} size="compact-sm" {...props} />;
}
