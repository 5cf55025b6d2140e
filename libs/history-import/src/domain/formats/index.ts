import type { Format } from '../row';
import { helpdesk } from './helpdesk';
import { plain } from './plain';
import { servicenow } from './servicenow';
import { volvo } from './volvo';

export const FORMAT_NAMES = ['servicenow', 'volvo', 'helpdesk', 'csv'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

export const FORMATS: Readonly<Record<FormatName, Format>> = { servicenow, volvo, helpdesk, csv: plain };
