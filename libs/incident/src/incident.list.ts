import { TicketListQuery } from '@opora/ticket';

/** Filters of the incident list: those of all tickets. */
export class IncidentListQuery extends TicketListQuery {}
