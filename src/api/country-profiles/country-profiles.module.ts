import { Module } from '@nestjs/common';
import { CountryProfilesController } from './country-profiles.controller.js';
import { CountryProfilesService } from './country-profiles.service.js';

@Module({ controllers: [CountryProfilesController], providers: [CountryProfilesService] })
export class CountryProfilesModule {}
