import { Controller, Get, Patch, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { By, type Actor } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IfMatchWhereGiven, tagged } from '../common/revision.js';
import { ValidBody } from '../common/valid.js';
import { none } from '../common/where.js';
import { preferenceChanges, preferences, type PreferenceChangesBody } from './preferences.dto.js';
import { PreferencesService } from './preferences.service.js';

@ApiTags('people')
@Controller('me/preferences')
export class PreferencesController {
  constructor(private readonly preferences: PreferencesService) {}

  @Get()
  @May('preference.own', none)
  @Operation('When, by which channel and in which language you are written to', preferences)
  get(@By() by: Actor, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(reply, this.preferences.get(by));
  }

  @Patch()
  @May('preference.own', none)
  @Operation('Changes that; fields that are left out stay', preferences)
  change(
    @By() by: Actor,
    @ValidBody(preferenceChanges) body: PreferenceChangesBody,
    @IfMatchWhereGiven('The ETag of what the change is based on; left out: of whatever stands there.')
    read: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(reply, this.preferences.change(by, body, read));
  }
}
