import { Controller, Delete, Get, Inject, Patch, Put, type Type, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inGroup, inSubscription } from '../arm/arm-path.js';
import { ArmBody } from '../arm/body.js';
import { presentOf, warnIgnored } from '../arm/ignored-members.js';
import { Covers } from '../arm/openapi/coverage.js';
import { takesMember } from '../arm/openapi/takes-member.js';
import { armPage, ArmPageRequest, type ArmPage, type PageRequest } from '../arm/page.js';
import { ArmParam, ArmReply, ArmRequest } from '../arm/parameters.js';
import type { GroupName } from '../persistence/group.repository.js';
import type { KeptName } from '../persistence/kept-resource.repository.js';
import type { ResourceListScope } from '../persistence/resource-list.js';
import type { ArmName } from '../persistence/vm-parts.repository.js';
import { MissingGroupInterceptor } from '../requests/missing-group.interceptor.js';
import { PathChain, PathGroup, SUBSCRIPTION_ID } from '../requests/path-names.js';
import { RequestPrecondition, type Precondition } from '../requests/precondition.js';
import { answerKept, answerKeptDeletion } from './accept-kept.js';
import { DeleteKeptCommand } from './delete-kept/delete-kept.command.js';
import { GetKeptQuery } from './get-kept/get-kept.query.js';
import { wantedContent } from './kept-content.js';
import type { KeptBody, KeptDocument, KeptKind, KeptPatch } from './kept-kind.js';
import { ListKeptQuery } from './list-kept/list-kept.query.js';
import { PutKeptCommand } from './put-kept/put-kept.command.js';
import { UpdateKeptCommand } from './update-kept/update-kept.command.js';

/** The controllers of a type: every route that its resources have. */
export function keptControllers(kind: KeptKind): readonly Type<unknown>[] {
  return [
    resourceController(kind),
    ...(kind.nameKinds.length === 1 ? [groupListController(kind)] : [childListController(kind)]),
    ...(kind.isListedInSubscription ? [subscriptionListController(kind)] : []),
  ];
}

interface KeptPath {
  readonly provider: string;
  /** `galleries/:name0/images/:name1`. */
  readonly resource: string;
  /** Without the last name. */
  readonly list: string;
  readonly chain: readonly (readonly [string, KeptKind['nameKinds'][number]])[];
}

function pathOf({ type, nameKinds }: KeptKind): KeptPath {
  const [provider = '', ...types] = type.split('/');
  const chain = nameKinds.map((nameKind, at) => [`name${at}`, nameKind] as const);
  const resource = types.map((segment, at) => `${segment}/:name${at}`).join('/');
  return { provider, resource, list: resource.slice(0, resource.lastIndexOf('/')), chain };
}

/** How far the routes of one resource go. */
function coverageOf({ title, does, ignored, patch }: KeptKind) {
  const one = `${/^([aeiou]|SSH)/i.test(title) ? 'an' : 'a'} ${title}`;
  return {
    put: { does: `Makes or replaces ${one}: ${does}`, ignores: ignored },
    patch: {
      does: `Changes what is named of ${one}; tags are replaced as a whole`,
      ignores: ignored.filter((member) => takesMember(patch, member)),
    },
    get: { does: `Shows ${one}` },
    delete: { does: `Deletes ${one}, unless something needs it` },
  } as const;
}

function resourceController(kind: KeptKind): Type<unknown> {
  const { provider, resource, chain } = pathOf(kind);
  const path = inGroup(provider, resource);
  const named = (name: ArmName): KeptName => ({ ...name, type: kind.type });
  const coverage = coverageOf(kind);

  @Controller()
  @UseInterceptors(MissingGroupInterceptor)
  class KeptResourceController {
    constructor(
      @Inject(CommandBus) private readonly commands: CommandBus,
      @Inject(QueryBus) private readonly queries: QueryBus,
    ) {}

    @Covers(coverage.put)
    @Put(path)
    async put(
      @PathChain(chain) name: ArmName,
      @ArmBody(kind.body) body: KeptBody,
      @RequestPrecondition() precondition: Precondition,
      @ArmReply() reply: FastifyReply,
    ): Promise<KeptDocument> {
      warnIgnored(reply, presentOf(coverage.put.ignores, body));
      const put = new PutKeptCommand(kind, named(name), wantedContent(kind, body), precondition);
      return answerKept(reply, kind, 'put', await this.commands.execute(put));
    }

    @Covers(coverage.patch)
    @Patch(path)
    async update(
      @PathChain(chain) name: ArmName,
      @ArmBody(kind.patch) patch: KeptPatch,
      @ArmReply() reply: FastifyReply,
    ): Promise<KeptDocument> {
      warnIgnored(reply, presentOf(coverage.patch.ignores, patch));
      const operation = await this.commands.execute(new UpdateKeptCommand(kind, named(name), patch));
      return answerKept(reply, kind, 'patch', operation);
    }

    @Covers(coverage.get)
    @Get(path)
    async get(@PathChain(chain) name: ArmName, @ArmReply() reply: FastifyReply): Promise<KeptDocument> {
      const document = await this.queries.execute(new GetKeptQuery(kind, named(name)));
      if (document.etag !== undefined) reply.header('ETag', document.etag);
      return document;
    }

    @Covers(coverage.delete)
    @Delete(path)
    async delete(
      @PathChain(chain) name: ArmName,
      @RequestPrecondition() precondition: Precondition,
      @ArmReply() reply: FastifyReply,
    ): Promise<void> {
      const deleted = await this.commands.execute(new DeleteKeptCommand(kind, named(name), precondition));
      answerKeptDeletion(reply, kind, deleted);
    }
  }
  return called(KeptResourceController, kind, 'Controller');
}

function groupListController(kind: KeptKind): Type<unknown> {
  const { provider, list } = pathOf(kind);

  @Controller()
  class KeptGroupListController {
    constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

    @Covers({ does: `Lists each ${kind.title} of a group, in pages` })
    @Get(inGroup(provider, list))
    listGroup(
      @PathGroup() group: GroupName,
      @ArmPageRequest() page: PageRequest,
      @ArmRequest() request: FastifyRequest,
    ): Promise<ArmPage<KeptDocument>> {
      return listPage(this.queries, { kind, request, page, scope: group });
    }
  }
  return called(KeptGroupListController, kind, 'GroupListController');
}

function subscriptionListController(kind: KeptKind): Type<unknown> {
  const { provider, list } = pathOf(kind);

  @Controller()
  class KeptSubscriptionListController {
    constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

    @Covers({ does: `Lists each ${kind.title} of a subscription, in pages` })
    @Get(inSubscription(provider, list))
    listSubscription(
      @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
      @ArmPageRequest() page: PageRequest,
      @ArmRequest() request: FastifyRequest,
    ): Promise<ArmPage<KeptDocument>> {
      return listPage(this.queries, { kind, request, page, scope: { subscriptionId } });
    }
  }
  return called(KeptSubscriptionListController, kind, 'SubscriptionListController');
}

function childListController(kind: KeptKind): Type<unknown> {
  const { provider, list, chain } = pathOf(kind);
  const parentType = kind.type.slice(0, kind.type.lastIndexOf('/'));

  @Controller()
  @UseInterceptors(MissingGroupInterceptor)
  class KeptChildListController {
    constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

    @Covers({ does: `Lists each ${kind.title} of its parent, in pages` })
    @Get(inGroup(provider, list))
    listChildren(
      @PathChain(chain.slice(0, -1)) parent: ArmName,
      @ArmPageRequest() page: PageRequest,
      @ArmRequest() request: FastifyRequest,
    ): Promise<ArmPage<KeptDocument>> {
      const { subscriptionId, groupName } = parent;
      const scope = { subscriptionId, groupName };
      return listPage(this.queries, { kind, request, page, scope, parent: { ...parent, type: parentType } });
    }
  }
  return called(KeptChildListController, kind, 'ListController');
}

interface ListRequest {
  readonly kind: KeptKind;
  readonly request: FastifyRequest;
  readonly page: PageRequest;
  readonly scope: Pick<ResourceListScope, 'subscriptionId' | 'groupName'>;
  readonly parent?: KeptName;
}

async function listPage(
  queries: QueryBus,
  { kind, request, page, scope, parent }: ListRequest,
): Promise<ArmPage<KeptDocument>> {
  const listed = await queries.execute(new ListKeptQuery(kind, { ...scope, ...page }, parent));
  const { value, ...link } = armPage(request, page, listed, ({ key }) => key);
  return { value: value.map(({ document }) => document), ...link };
}

/** Names a controller after its type, so that each has routes and descriptions of its own. */
function called<Controller extends Type<unknown>>(
  controller: Controller,
  { type }: KeptKind,
  suffix: string,
): Controller {
  const words = type.split('/').slice(1).map(capitalized).join('');
  Object.defineProperty(controller, 'name', { value: `${words}${suffix}` });
  return controller;
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
