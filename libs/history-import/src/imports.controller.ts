import { Controller, Get, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Refusal } from '@opora/kit';
import { Actor, CurrentActor, IdPipe, ListQuery, Permit } from '@opora/platform';
import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import { stringify } from 'csv-stringify/sync';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { importOptions } from './import-options';
import { Imports, MOST_BYTES } from './imports';
import { BadRowPage, ImportListQuery, ImportOptions, ImportPage, ImportReply } from './imports.dto';
import { MOST_BAD_ROWS } from './runs';

const FORM = {
  schema: {
    type: 'object', required: ['file'],
    properties: { file: { type: 'string', format: 'binary' }, format: { type: 'string', enum: ['servicenow', 'volvo', 'helpdesk', 'csv'] }, timeZone: { type: 'string' }, mapping: { type: 'string' }, checkOnly: { type: 'string', enum: ['true', 'false'] } },
  },
};

@ApiTags('imports')
@Controller('imports')
@Permit('import.run')
export class ImportsController {
  constructor(private readonly imports: Imports) {}

  @Post()
  @HttpCode(202)
  @Permit('import.run')
  @ApiOperation({
    operationId: 'startImport',
    summary: 'Brings a historical event log in: answers when the file is stored, the report follows',
    description: 'A form with `file` (and `format`, `timeZone`, `mapping`, `checkOnly`), or the file itself as `text/csv` or `application/gzip` with the rest in the query. CSV or CSV in gzip, up to 2 GB.',
  })
  @ApiConsumes('multipart/form-data', 'text/csv', 'application/gzip')
  @ApiBody(FORM)
  @ApiAcceptedResponse({ type: ImportReply })
  async start(@CurrentActor() actor: Actor, @Query() query: ImportOptions, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<ImportReply> {
    const answer = request.isMultipart() ? await this.fromForm(actor, query, request) : await this.fromBody(actor, query, request);
    void reply.header('location', `/api/v1/imports/${answer.id}`);
    return answer;
  }

  @Get()
  @Permit('import.run')
  @ApiOperation({ operationId: 'listImports', summary: 'Imports, the newest first' })
  @ApiOkResponse({ type: ImportPage })
  list(@CurrentActor() actor: Actor, @Query() query: ImportListQuery): Promise<ImportPage> {
    return this.imports.list(actor, query);
  }

  @Get(':id')
  @Permit('import.run')
  @ApiOperation({ operationId: 'readImport', summary: 'How far an import is, and its report in the end' })
  @ApiOkResponse({ type: ImportReply })
  read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<ImportReply> {
    return this.imports.read(actor, id);
  }

  @Get(':id/bad-rows')
  @Permit('import.run')
  @ApiOperation({ operationId: 'listImportBadRows', summary: 'Rows that were left out, each with what was expected' })
  @ApiOkResponse({ type: BadRowPage })
  badRows(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Query() query: ListQuery): Promise<BadRowPage> {
    return this.imports.badRows(actor, id, query);
  }

  /** For a spreadsheet: nothing in it can be taken for a formula (`security.md` IN-13). */
  @Get(':id/bad-rows.csv')
  @Permit('import.run')
  @ApiOperation({ operationId: 'downloadImportBadRows', summary: 'The same as a CSV file' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async badRowsFile(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<StreamableFile> {
    const { items } = await this.imports.badRows(actor, id, { limit: MOST_BAD_ROWS * 10 });
    const rows = items.map(({ line, key, field, value, message }) => [String(line), key ?? '', field, value, message].map(harmless));
    return new StreamableFile(Buffer.from(stringify([['line', 'ticket', 'column', 'value', 'expected'], ...rows], { bom: true })), { type: 'text/csv; charset=utf-8', disposition: `attachment; filename="bad-rows-${id}.csv"` });
  }

  private async fromForm(actor: Actor, query: ImportOptions, request: FastifyRequest): Promise<ImportReply> {
    /* One byte more than the store takes: the parser cuts silently, the store refuses. */
    const file = await request.file({ limits: { fileSize: MOST_BYTES + 1, files: 1, fields: 10, fieldSize: 65_536 } });
    if (!file) throw new Refusal('invalid', { errors: [{ pointer: '/file', code: 'import.file_missing' }] });
    if (file.fields['format'] !== undefined) importOptions({ fileName: file.filename, ...query, ...fieldsOf(file) });
    const stored = await this.imports.receive(file.file);
    return this.imports.start(actor, stored, importOptions({ fileName: file.filename, ...query, ...fieldsOf(file) }));
  }

  private async fromBody(actor: Actor, query: ImportOptions, request: FastifyRequest): Promise<ImportReply> {
    if (!/^(?:text\/csv|application\/(?:x-)?gzip)\b/.test(request.headers['content-type'] ?? '')) throw new Refusal('unsupported_media_type', { status: 415 });
    const options = importOptions({ ...query });
    return this.imports.start(actor, await this.imports.receive(request.raw), options);
  }
}

/** Fields may stand before the file or behind it. */
function fieldsOf({ fields }: MultipartFile): Record<string, string> {
  return Object.fromEntries(
    ['format', 'timeZone', 'mapping', 'checkOnly'].flatMap((name) => {
      const field = fields[name];
      const value = field !== undefined && !Array.isArray(field) && field.type === 'field' ? (field as MultipartValue).value : undefined;
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

const harmless = (value: string): string => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
