import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiSettings } from '../../config/index.js';
import { Public } from '../common/authentication.js';
import { SETTINGS } from '../common/parts.js';
import { policyOf, renderSignIn, type SignInPage } from './page.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { isTrouble, TROUBLES } from './trouble.js';

/** The page to sign in, until the app has one. */
@ApiExcludeController()
@Controller('sign-in')
export class PageController {
  constructor(
    private readonly signIn: SignInService,
    private readonly sessions: SessionsService,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Get()
  @Public()
  async page(
    @Query('trouble') trouble: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const held = await this.sessions.held(request);
    const page = {
      session: held && (await this.sessions.describe(held)),
      way: await this.way(),
      trouble: isTrouble(trouble) ? TROUBLES[trouble] : null,
    };
    // Only who is signed in has a form that may lead to the provider.
    const signOutOrigin = held && (await this.signIn.signOutOrigin());
    await reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policyOf(signOutOrigin))
      .header('cache-control', 'no-store')
      .send(renderSignIn(page));
  }

  private async way(): Promise<SignInPage['way']> {
    const { by } = this.settings.signIn;
    return by === 'demo' ? { by, personas: (await this.signIn.personas()).items } : { by };
  }
}
