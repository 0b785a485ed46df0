import { Controller, Delete, Get, Header, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { By, type Actor } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam } from '../common/valid.js';
import { none, person } from '../common/where.js';
import { currentSession, sessions } from './sign-in.dto.js';
import { SessionsService } from './sessions.service.js';

@ApiTags('sign-in')
@Controller()
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get('session')
  @May('session.own', none)
  @Header('cache-control', 'no-store')
  @Operation('Who is signed in, how, until when, and the token against forged requests', currentSession)
  current(@Req() request: FastifyRequest) {
    return this.sessions.current(request);
  }

  @Get('sessions')
  @May('session.own', none)
  @Operation('The sessions of whoever is signed in, the newest first', sessions)
  list(@By() by: Actor) {
    return this.sessions.list(by);
  }

  @Delete('sessions/:id')
  @May('session.own', none)
  @Operation('Ends a session of whoever is signed in', null)
  end(@IdParam('session') id: string, @By() by: Actor) {
    return this.sessions.end(by, id);
  }

  @Delete('people/:id/sign-in')
  @May('session.anew', person('id'))
  @Operation('Ends all sessions of a person, and lets them sign in anew with another account', null)
  forget(@IdParam('person') id: string) {
    return this.sessions.forget(id);
  }
}
