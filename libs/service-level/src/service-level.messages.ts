import { registerMessages } from '@opora/platform';

registerMessages({
  'agreement.no_draft': { uk: 'Немає чернетки, яку можна опублікувати.', en: 'There is no draft to publish.' },
  'agreement.target_twice': { uk: 'Ціль для цього показника й пріоритету вже є.', en: 'There is a target for this metric and priority already.' },
});
