import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { api, body, type Schemas } from '../../shared/api';
import type { FieldProps } from '../../shared/ui';
import { Combo, type Option } from '../../shared/ui/combo';

export type Person = Schemas['PersonReply'];

const WAIT_MS = 200;
const MOST = 20;

export const personOption = ({ id, displayName, email, departmentName }: Pick<Person, 'id' | 'displayName'> & Partial<Person>): Option => ({
  value: id,
  label: displayName,
  ...(departmentName || email ? { hint: [departmentName, email].filter(Boolean).join(' · ') } : {}),
});

interface PickerProps extends FieldProps {
  id?: string;
  value: Option | null;
  /** The whole person where it came from the search. */
  onChange: (value: Option | null, person: Person | null) => void;
  /** A text that is nobody's name: an unknown caller. */
  onCreate?: (text: string) => void;
  createLabel?: (text: string) => string;
  placeholder?: string;
  onBlur?: () => void;
}

/** One person of the directory, by name, address or phone. */
export function PersonPicker({ onChange, ...rest }: PickerProps): ReactNode {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, isFetching } = useQuery({
    queryKey: ['people', 'search', asked],
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body<Schemas['PersonPage']>(api.GET('/people', { params: { query: { ...(/^\+?[\d\s()-]{4,}$/.test(asked) ? { phone: asked.replace(/\D/g, '') } : { q: asked }), limit: MOST } }, signal })),
  });
  const people = asked === '' ? [] : (data?.items ?? []);
  return (
    <Combo
      {...rest}
      options={people.map(personOption)}
      loading={isFetching || text.trim() !== asked}
      onSearch={setText}
      onChange={(value) => onChange(value, people.find(({ id }) => id === value?.value) ?? null)}
    />
  );
}
