import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { forbidden, notFound } from '@opora/kit';
import { Actor, CurrentActor, Database, IfMatch, IsText, Omittable, Permit, Versioned } from '@opora/platform';
import { TicketConverter, TicketKernel, TicketQueries, TicketReply, permitted } from '@opora/ticket';

export class ConvertBody {
  @ApiProperty({ example: 'request', description: 'One of the kinds that `GET …/convert` names' })
  @IsText({ max: 40 })
  kind!: string;

  @ApiPropertyOptional({ example: 'information', description: 'What of that kind, where it has several: service, information or documentation for a request' })
  @Omittable()
  @IsText({ max: 40 })
  into?: string;

  @ApiPropertyOptional({ maxLength: 1000 })
  @Omittable()
  @IsText({ max: 1000 })
  reason?: string;
}

export class ConvertChoices {
  @ApiProperty({ type: [String], example: ['request'] }) kinds!: string[];
}

/** A dispatcher turns one kind into another (`domain.md` §6). */
@ApiTags('tickets')
@Controller('tickets/:id/convert')
export class ConvertController {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly converter: TicketConverter,
    private readonly tickets: TicketQueries,
  ) {}

  @Get()
  @Permit('ticket.convert')
  @ApiOperation({ operationId: 'listConversions', summary: 'Kinds into which this ticket can be converted' })
  @ApiOkResponse({ type: ConvertChoices })
  async choices(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ConvertChoices> {
    const ticket = await this.kernel.read(this.database.sql, actor, id);
    if (!ticket) throw notFound();
    if (!permitted(actor, 'ticket.convert', ticket)) throw forbidden('ticket.convert');
    return { kinds: ticket.phase === 'resolved' || ticket.phase === 'closed' ? [] : this.converter.from(ticket.kind) };
  }

  @Post()
  @HttpCode(200)
  @Permit('ticket.convert')
  @Versioned()
  @ApiOperation({ operationId: 'convertTicket', summary: 'Turns it into another kind: history, messages and clocks stay, the old reference leads to the new one' })
  @ApiOkResponse({ type: TicketReply })
  convert(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() { kind, into, reason }: ConvertBody): Promise<TicketReply> {
    return this.database.tx(
      async (tx) => {
        const ticket = await this.kernel.claim(tx, actor, id, { permission: 'ticket.convert', ifMatch });
        const after = await this.converter.convert(tx, actor, ticket, kind, into ?? null, reason);
        const card = await this.tickets.card(tx, actor, after.id, { evenIfUnseen: true });
        if (!card) throw notFound();
        return card.reply;
      },
      { operation: actor.operation },
    );
  }
}
