import { HttpCode, Post, type Type, applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Lifecycle } from '@opora/kit';
import { Permit, Versioned } from '@opora/platform';

/** A row of a life-cycle table as a route `:id/<name>`: its permission comes from the table. */
export const ProcessCommand = <C extends string>({ commands }: Lifecycle<string, C>, name: C, summary: string, reply: Type, operationId?: string): MethodDecorator =>
  applyDecorators(Post(`:id/${name}`), HttpCode(200), Permit(commands[name].permission), Versioned(), ApiOperation({ summary, ...(operationId === undefined ? {} : { operationId }) }), ApiOkResponse({ type: reply }));
