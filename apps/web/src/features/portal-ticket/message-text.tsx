import type { ReactNode } from 'react';
import css from './conversation.module.css';

const LINK = /\bhttps?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)\]]/g;

/** Plain text as it was written: line breaks kept, web addresses made links, nothing else interpreted. */
export function MessageText({ text }: { text: string }): ReactNode {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    parts.push(text.slice(end, match.index));
    parts.push(
      <a key={match.index} href={match[0]} target="_blank" rel="noreferrer noopener">
        {match[0]}
      </a>,
    );
    end = match.index + match[0].length;
  }
  return (
    <p className={css.text}>
      {parts}
      {text.slice(end)}
    </p>
  );
}
