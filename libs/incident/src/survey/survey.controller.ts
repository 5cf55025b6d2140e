import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@opora/platform';
import type { FastifyRequest } from 'fastify';
import { SurveyBody, SurveyReply } from './survey.dto';
import { Surveys } from './surveys';

@ApiTags('surveys')
@Controller('surveys')
export class SurveyController {
  constructor(private readonly surveys: Surveys) {}

  @Get(':token')
  @Public()
  @ApiOperation({ operationId: 'getSurvey', summary: 'What the link of a letter about a solution asks; changes nothing' })
  @ApiOkResponse({ type: SurveyReply })
  show(@Param('token') token: string): Promise<SurveyReply> {
    return this.surveys.show(token);
  }

  @Post(':token')
  @HttpCode(200)
  @Public()
  @ApiOperation({ operationId: 'answerSurvey', summary: 'Confirms or rejects the solution, once' })
  @ApiOkResponse({ type: SurveyReply })
  answer(@Param('token') token: string, @Body() body: SurveyBody, @Req() request: FastifyRequest): Promise<SurveyReply> {
    return this.surveys.answer(token, body, request.id);
  }
}
