import { Controller, Get } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { refusal } from '#libs/refusal';
import { ArmPost } from '../../arm/answers.js';
import { inSubscription } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { armPageOfAll, ArmPageRequest, type ArmPage, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import { RefusalError } from '../../errors/refusal-error.js';

/** A feature in preview for which a subscription can be registered. */
export interface FeatureDocument {
  readonly id: string;
  readonly name: string;
  readonly type: 'Microsoft.Features/providers/features';
  readonly properties: { readonly state: 'Registered' };
}

interface Feature {
  readonly provider: string;
  readonly name: string;
}

/** Features that once had to be asked for; every subscription has them here. */
const FEATURES: readonly Feature[] = [
  { provider: 'Microsoft.Compute', name: 'EncryptionAtHost' },
  { provider: 'Microsoft.Compute', name: 'VMHibernationPreview' },
];

const OF_PROVIDER = 'providers/:namespace/features';

@Controller()
export class FeaturesController {
  @Covers({ does: 'Lists preview features; all are registered' })
  @Get(inSubscription('Microsoft.Features', 'features'))
  list(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): ArmPage<FeatureDocument> {
    return pageOf(request, page, subscriptionId, FEATURES);
  }

  @Covers({ does: 'Lists the preview features of a provider; all are registered' })
  @Get(inSubscription('Microsoft.Features', OF_PROVIDER))
  listOfProvider(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmParam('namespace') namespace: string,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): ArmPage<FeatureDocument> {
    const features = FEATURES.filter(({ provider }) => provider.toLowerCase() === namespace.toLowerCase());
    return pageOf(request, page, subscriptionId, features);
  }

  @Covers({ does: 'Shows a preview feature as registered' })
  @Get(inSubscription('Microsoft.Features', `${OF_PROVIDER}/:feature`))
  get(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmParam('namespace') namespace: string,
    @ArmParam('feature') name: string,
  ): FeatureDocument {
    return featureDocument(subscriptionId, requireFeature(namespace, name));
  }

  @Covers({ does: 'Answers that the feature is registered; it always was', extent: 'shape' })
  @ArmPost(inSubscription('Microsoft.Features', `${OF_PROVIDER}/:feature/register`))
  register(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmParam('namespace') namespace: string,
    @ArmParam('feature') name: string,
  ): FeatureDocument {
    return featureDocument(subscriptionId, requireFeature(namespace, name));
  }
}

function pageOf(
  request: FastifyRequest,
  page: PageRequest,
  subscriptionId: string,
  features: readonly Feature[],
): ArmPage<FeatureDocument> {
  const documents = features.map((feature) => featureDocument(subscriptionId, feature));
  return armPageOfAll(request, page, documents, ({ name }) => name.toLowerCase());
}

/** Throws resource-not-found. */
function requireFeature(namespace: string, name: string): Feature {
  const found = FEATURES.find(
    (feature) =>
      feature.provider.toLowerCase() === namespace.toLowerCase() &&
      feature.name.toLowerCase() === name.toLowerCase(),
  );
  if (found !== undefined) return found;
  throw new RefusalError(refusal('resource-not-found', `feature ${namespace}/${name}`));
}

function featureDocument(subscriptionId: string, { provider, name }: Feature): FeatureDocument {
  return {
    id: `/subscriptions/${subscriptionId}/providers/Microsoft.Features/providers/${provider}/features/${name}`,
    name: `${provider}/${name}`,
    type: 'Microsoft.Features/providers/features',
    properties: { state: 'Registered' },
  };
}
