import { Controller, Get } from '@nestjs/common';
import { Public } from '../identity/public.decorator.js';
import { WithoutApiVersion } from './api-version.guard.js';

/** Whether the process serves requests. It says nothing about the engines behind it, and needs no token. */
@WithoutApiVersion()
@Controller()
export class HealthController {
  @Public()
  @Get('healthz')
  read(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }
}
