import { Button } from '@mantine/core';
import classes from './message-texts.module.css';

interface Text {
  text: string;
}
/** What our messages are made of, of all that Slack knows. */
type Block =
  | { type: 'header'; text: Text }
  | { type: 'section'; text: Text }
  | { type: 'context'; elements: readonly Text[] }
  | { type: 'actions'; elements: readonly { text: Text; style?: string }[] }
  | { type: 'divider' };

/** A message as Slack lays it out. Its buttons are shown, and press nothing. */
export function SlackCard({ blocks }: { blocks: readonly object[] }) {
  return (
    <div className={classes.slack} dir="auto">
      {(blocks as readonly Block[]).map((block, place) => (
        <Part key={place} block={block} />
      ))}
    </div>
  );
}

function Part({ block }: { block: Block }) {
  switch (block.type) {
    case 'divider':
      return <hr />;
    case 'header':
      return <p className={classes.head}>{block.text.text}</p>;
    case 'section':
      return <p>{block.text.text}</p>;
    case 'context':
      return <p className={classes.small}>{block.elements.map(({ text }) => text).join(' ')}</p>;
    case 'actions':
      return (
        <p className={classes.buttons}>
          {block.elements.map(({ text, style }, place) => (
            <Button
              key={place}
              component="span"
              size="compact-md"
              variant={style === 'primary' ? 'filled' : 'default'}
            >
              {text.text}
            </Button>
          ))}
        </p>
      );
  }
}
