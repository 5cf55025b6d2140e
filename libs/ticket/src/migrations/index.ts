import { TicketFigures1790000010002 } from './ticket-figures';
import { TicketOpenAge1790000010091 } from './ticket-open-age';
import { TicketSearchOnce1790000010090 } from './ticket-search-once';
import { TicketTables1790000010000 } from './ticket-tables';
import { TicketTriage1790000010001 } from './ticket-triage';
import { TicketAlias1790000041300 } from './ticket-alias';

export const ticketMigrations = [TicketTables1790000010000, TicketTriage1790000010001, TicketFigures1790000010002, TicketSearchOnce1790000010090, TicketOpenAge1790000010091, TicketAlias1790000041300];
