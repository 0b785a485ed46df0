import { Controller, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { By, Once, type Actor, type OnceRequest } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { Problem } from '../common/problem.js';
import { ValidBody } from '../common/valid.js';
import { none } from '../common/where.js';
import { act, acted, form, press, type Act, type Press } from './acts.dto.js';
import { ActsService } from './acts.service.js';
import type { Presser } from './read-card.js';

/** The buttons of cards. Each is a request of the API that whoever presses could send; here they are read and pressed. */
@ApiTags('acts')
@Controller('acts')
export class ActsController {
  constructor(private readonly acts: ActsService) {}

  @Post('form')
  @May('act.press', none)
  @Operation('What a button asks before it does something, in the words of whoever presses', form)
  form(@ValidBody(press) { action, items }: Press, @By() actor: Actor, @Req() { ip }: FastifyRequest) {
    return this.acts.form(action, items, presserOf(actor, ip));
  }

  @Post()
  @May('act.press', none)
  @Operation('Press a button: it does what its request does, for whoever presses', acted)
  act(
    @ValidBody(act) { action, items, filled }: Act,
    @By() actor: Actor,
    @Once() once: OnceRequest,
    @Req() { ip }: FastifyRequest,
  ) {
    return this.acts.actOnce(action, items, filled, presserOf(actor, ip), once);
  }
}

function presserOf(actor: Actor, address: string): Presser {
  const { personId } = actor;
  if (personId !== null) return { actor: { ...actor, personId }, address };
  throw new Problem(422, 'Who presses? Sign in, or send the header Acting-As.');
}
