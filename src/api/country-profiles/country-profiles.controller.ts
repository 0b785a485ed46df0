import { Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { ValidBody } from '../common/valid.js';
import { none } from '../common/where.js';
import {
  countryProfile,
  countryProfileChange,
  countryProfiles,
  type CountryProfileChange,
} from './country-profiles.dto.js';
import { CountryProfilesService } from './country-profiles.service.js';

@ApiTags('country profiles')
@Controller('country-profiles')
export class CountryProfilesController {
  constructor(private readonly profiles: CountryProfilesService) {}

  @Get()
  @May('countryProfile.read', none)
  @Operation('What may be stored, shown and passed upwards, country by country', countryProfiles)
  list() {
    return this.profiles.list();
  }

  @Put()
  @May('countryProfile.change', none)
  @Operation('Makes a country stricter than its profile, or confirms its works agreement', countryProfile)
  set(@ValidBody(countryProfileChange) body: CountryProfileChange) {
    return this.profiles.set(body);
  }
}
