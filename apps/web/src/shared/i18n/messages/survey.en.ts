/** The page behind the link of a letter about a solution. */
export default {
  'survey.title': 'Does it work?',
  'survey.question': 'The ticket is resolved. Confirm if it works, or say what is wrong.',
  'survey.yes': 'Yes, it works',
  'survey.no': 'No, it does not',
  'survey.reason': 'What is wrong',
  'survey.send': 'Send',
  'survey.rating': 'Rating',
  'survey.noRating': 'no rating',
  'survey.stars': '{n, plural, one {# star} other {# stars}}',
  'survey.comment': 'Comment',
  'survey.confirmed': 'Thank you. The ticket is closed.',
  'survey.rejected': 'Thank you for telling us. We took the ticket up again.',
  'survey.over': 'The ticket does not wait for your answer any more.',
  'survey.expired': 'The link works no longer. Sign in to see the ticket.',
  'survey.unknown': 'There is no such link. Check that it was copied whole.',
} as const;
