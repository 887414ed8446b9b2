import { Controller } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { refusal } from '#libs/refusal';
import { ArmPost } from '../../arm/answers.js';
import { SUBSCRIPTION_PATH } from '../../arm/arm-path.js';
import { warnIgnored } from '../../arm/ignored-members.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { findProvider, type ProviderDocument } from '../../subscriptions/resource-providers.js';

const PROVIDER = `${SUBSCRIPTION_PATH}/providers/:namespace`;

/** Providers are registered from the start, so that registering one again changes nothing. */
@Controller()
export class RegisterProviderController {
  @Covers({ does: 'Answers that the provider is registered; it always was', extent: 'shape' })
  @ArmPost(`${PROVIDER}/register`)
  register(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmParam('namespace') namespace: string,
  ): ProviderDocument {
    return providerNamed(subscriptionId, namespace);
  }

  /** Answered as asked and said to be ignored (TORPOR-22). */
  @Covers({
    does: 'Answers as if it were done; the provider stays registered, which a header says',
    extent: 'shape',
  })
  @ArmPost(`${PROVIDER}/unregister`)
  unregister(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmParam('namespace') namespace: string,
    @ArmReply() reply: FastifyReply,
  ): ProviderDocument {
    warnIgnored(reply, ['unregister']);
    return providerNamed(subscriptionId, namespace);
  }
}

/** Throws resource-not-found. */
function providerNamed(subscriptionId: string, namespace: string): ProviderDocument {
  const found = findProvider(subscriptionId, namespace);
  if (found !== undefined) return found;
  const detail = `no provider has the namespace ${namespace}`;
  throw new RefusalError(refusal('resource-not-found', detail, { target: 'namespace' }));
}
