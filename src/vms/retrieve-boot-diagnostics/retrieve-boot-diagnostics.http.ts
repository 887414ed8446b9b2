import { Controller, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { absoluteUrl } from '../../arm/absolute-url.js';
import { ArmPost } from '../../arm/answers.js';
import { onVm } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmQuery, ArmRequest } from '../../arm/parameters.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { serialLogPath } from '../serial-log-link.js';
import { RetrieveBootDiagnosticsQuery } from './retrieve-boot-diagnostics.query.js';

/** How long links hold unless the caller says. Source: the published operation. Unit: minutes. */
const DEFAULT_MINUTES = 120;
const MAX_MINUTES = 1_440;

const QUERY = z.object({
  sasUriExpirationTimeInMinutes: z.coerce.number().int().min(1).max(MAX_MINUTES).default(DEFAULT_MINUTES),
});

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class RetrieveBootDiagnosticsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  /** There is no screen to take a picture of. */
  @Covers({
    does: 'Answers a link to the serial log of a VM, if it has boot diagnostics; there is no screenshot',
  })
  @ArmPost(onVm('retrieveBootDiagnosticsData'))
  async retrieve(
    @PathVm() vm: VmName,
    @ArmQuery(QUERY) { sasUriExpirationTimeInMinutes }: z.output<typeof QUERY>,
    @ArmRequest() request: FastifyRequest,
  ): Promise<{ readonly serialConsoleLogBlobUri: string }> {
    const { vmId, key } = await this.queries.execute(new RetrieveBootDiagnosticsQuery(vm));
    const expiresAt = Math.ceil(Date.now() / 1_000) + sasUriExpirationTimeInMinutes * 60;
    return { serialConsoleLogBlobUri: absoluteUrl(request, serialLogPath({ vmId, expiresAt }, key)) };
  }
}
