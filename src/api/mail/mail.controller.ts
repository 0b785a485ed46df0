import { Controller, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { Problem } from '../common/problem.js';
import { none } from '../common/where.js';
import { MAIL_TYPE } from './mail-body.js';
import { inboundMail } from './mail.dto.js';
import { MailService } from './mail.service.js';

/** May be sent again without an Idempotency-Key: a report that was taken already changes nothing. */
@ApiTags('mail')
@Controller('mail')
export class MailController {
  constructor(private readonly mail: MailService) {}

  @Post('inbound')
  @May('mail.bring', none)
  @ApiConsumes(MAIL_TYPE)
  @ApiBody({ schema: { type: 'string', description: 'The raw mail, at most 1 MB.' } })
  @Operation('Takes a mail that came to our own mailbox: reports of what could not be delivered', inboundMail)
  take(@Req() { body }: FastifyRequest) {
    if (!Buffer.isBuffer(body) || body.length === 0)
      throw new Problem(415, `A raw mail is expected. Send it as the body, with Content-Type: ${MAIL_TYPE}.`);
    return this.mail.take(body);
  }
}
