import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, Permit } from '@opora/platform';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AttachmentReader } from '../messages/attachment.reader';
import { AttachmentService } from '../messages/attachment.service';
import { contentDisposition, mayShowInline } from '../messages/file-rules';
import { AttachmentReply, TicketAttachmentList } from '../messages/messages.dto';
import { TicketAttachments } from '../messages/ticket-attachments';
import { formFile } from './form-file';
import { IdPipe } from './id.pipe';

class DownloadQuery {
  @ApiPropertyOptional({ enum: ['true'], description: 'Pictures alone: for showing them in place' })
  @IsOptional()
  @IsIn(['true'])
  inline?: string;
}

const FILE = { schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } } };

@ApiTags('attachments')
@Controller()
export class AttachmentsController {
  constructor(
    private readonly service: AttachmentService,
    private readonly reader: AttachmentReader,
    private readonly ofTickets: TicketAttachments,
  ) {}

  @Post('attachments')
  @Permit('attachment.add', 'ticket.register')
  @ApiOperation({ operationId: 'uploadAttachment', summary: 'Uploads a file; it is the uploader’s until bound to a message or ticket within 24 hours' })
  @ApiConsumes('multipart/form-data')
  @ApiBody(FILE)
  @ApiCreatedResponse({ type: AttachmentReply })
  async upload(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<AttachmentReply> {
    return this.service.upload(actor, await formFile(request, this.service.maxBytes));
  }

  @Delete('attachments/:attachmentId')
  @HttpCode(204)
  @Permit('attachment.add', 'ticket.register')
  @ApiOperation({ operationId: 'discardAttachment', summary: 'Throws away one’s own upload that is not bound yet' })
  @ApiNoContentResponse()
  discard(@CurrentActor() actor: Actor, @Param('attachmentId', IdPipe) attachmentId: string): Promise<void> {
    return this.service.discard(actor, attachmentId);
  }

  @Get('tickets/:id/attachments')
  @Permit('attachment.read')
  @ApiOperation({ operationId: 'listAttachments', summary: 'Files of a ticket and of its messages that the caller may read' })
  @ApiOkResponse({ type: TicketAttachmentList })
  async list(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<TicketAttachmentList> {
    return { items: await this.reader.list(actor, id) };
  }

  @Post('tickets/:id/attachments')
  @Permit('attachment.add')
  @ApiOperation({ operationId: 'addAttachment', summary: 'Adds a file to the ticket itself' })
  @ApiConsumes('multipart/form-data')
  @ApiBody(FILE)
  @ApiCreatedResponse({ type: AttachmentReply })
  async add(@CurrentActor() actor: Actor, @Param('id') id: string, @Req() request: FastifyRequest): Promise<AttachmentReply> {
    await this.ofTickets.mayAdd(actor, id);
    return this.ofTickets.add(actor, id, await formFile(request, this.service.maxBytes));
  }

  /** Never a page, a picture with script or a script: a download, or a picture by its content (`security.md` XS-12…16). */
  @Get('tickets/:id/attachments/:attachmentId')
  @Permit('attachment.read')
  @ApiOperation({ operationId: 'downloadAttachment', summary: 'The file itself' })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async download(
    @CurrentActor() actor: Actor, @Param('id') id: string, @Param('attachmentId', IdPipe) attachmentId: string, @Query() query: DownloadQuery, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { row, content } = await this.reader.open(actor, id, attachmentId);
    const inline = query.inline === 'true' && mayShowInline(row.type);
    void reply.headers({
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    return new StreamableFile(content, { type: mayShowInline(row.type) ? row.type : 'application/octet-stream', disposition: contentDisposition(row.name, inline), length: row.size });
  }

  @Delete('tickets/:id/attachments/:attachmentId')
  @HttpCode(204)
  @Permit('attachment.remove')
  @ApiOperation({ operationId: 'removeAttachment', summary: 'Takes a file away: within 15 seconds by its uploader, later by who may redact' })
  @ApiNoContentResponse()
  remove(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('attachmentId', IdPipe) attachmentId: string): Promise<void> {
    return this.ofTickets.remove(actor, id, attachmentId);
  }
}
