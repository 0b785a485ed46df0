import { Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Actor } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
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
  get(@By() by: Actor) {
    return this.preferences.get(by);
  }

  @Patch()
  @May('preference.own', none)
  @Operation('Changes that; fields that are left out stay', preferences)
  change(@By() by: Actor, @ValidBody(preferenceChanges) body: PreferenceChangesBody) {
    return this.preferences.change(by, body);
  }
}
