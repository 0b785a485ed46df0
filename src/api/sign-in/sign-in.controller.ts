import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../common/authentication.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody, ValidQuery } from '../common/valid.js';
import { none } from '../common/where.js';
import {
  currentSession,
  formFields,
  personas,
  signInQuery,
  signedOut,
  type FormFields,
  type SignInQuery,
} from './sign-in.dto.js';
import { SignInService } from './sign-in.service.js';

@ApiTags('sign-in')
@Controller()
export class SignInController {
  constructor(private readonly signIn: SignInService) {}

  @Get('sign-in')
  @Public()
  @Operation('Leads the browser to the identity provider', null, 303)
  async begin(@ValidQuery(signInQuery) { to }: SignInQuery, @Res() reply: FastifyReply): Promise<void> {
    await reply.redirect(await this.signIn.begin(reply, to), 303);
  }

  @Get('sign-in/callback')
  @Public()
  @ApiExcludeEndpoint()
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await reply.redirect(await this.signIn.finish(request, reply), 303);
  }

  @Get('sign-in/personas')
  @Public()
  @Operation('In the demo: people to look through the eyes of', personas)
  personas() {
    return this.signIn.personas();
  }

  @Post('sign-in/as/:person')
  @Public()
  @Operation('In the demo: signs in as a person, by one click', currentSession)
  async as(
    @IdParam('person', 'person') person: string,
    @ValidBody(formFields) { to }: FormFields,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.signIn.as(person, request, reply);
    if (to !== undefined) goOn(reply, to);
    return answer;
  }

  @Post('sign-out')
  @May('session.own', none)
  @Operation('Ends the session, and says where to sign out at the identity provider', signedOut)
  async out(
    @ValidBody(formFields) { to }: FormFields,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.signIn.out(request, reply);
    if (to !== undefined) {
      // Without a script nothing else can clear what was written and not sent. The app clears what is of its person alone.
      void reply.header('clear-site-data', '"storage"');
      goOn(reply, answer.continueAt ?? to);
    }
    return answer;
  }
}

const goOn = (reply: FastifyReply, at: string): void => void reply.status(303).header('location', at);
