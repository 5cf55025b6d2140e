import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, IfMatch, Permit, Versioned } from '@opora/platform';
import { PriorityMatrixReply, PutPriorityMatrix } from './matrix.dto';
import { PriorityMatrices } from './matrix.service';

@ApiTags('operation')
@Controller('priority-matrix')
export class PriorityMatrixController {
  constructor(private readonly matrices: PriorityMatrices) {}

  @Get()
  @Permit('priorityMatrix.read')
  @Versioned()
  @ApiOperation({ summary: 'What impact and urgency give which priority' })
  @ApiOkResponse({ type: PriorityMatrixReply })
  get(): Promise<PriorityMatrixReply> {
    return this.matrices.get();
  }

  @Put()
  @Permit('priorityMatrix.write')
  @Versioned()
  @ApiOperation({ summary: 'Changes the matrix' })
  @ApiOkResponse({ type: PriorityMatrixReply })
  put(@CurrentActor() actor: Actor, @IfMatch() ifMatch: number | '*', @Body() body: PutPriorityMatrix): Promise<PriorityMatrixReply> {
    return this.matrices.put(actor, ifMatch, body.matrix);
  }
}
