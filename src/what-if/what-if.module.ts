import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CompareWithRunHandler } from './compare-with-run/compare-with-run.handler.js';
import { CompareWithRunController } from './compare-with-run/compare-with-run.http.js';
import { DeleteRunHandler } from './delete-run/delete-run.handler.js';
import { DeleteRunController } from './delete-run/delete-run.http.js';
import { ExpandExperimentHandler } from './expand-experiment/expand-experiment.handler.js';
import { ExpandExperimentController } from './expand-experiment/expand-experiment.http.js';
import { ExplainRunVmHandler } from './explain-run-vm/explain-run-vm.handler.js';
import { ExplainRunVmController } from './explain-run-vm/explain-run-vm.http.js';
import { GetRunHandler } from './get-run/get-run.handler.js';
import { GetRunController } from './get-run/get-run.http.js';
import { GetRunReportHandler } from './get-run-report/get-run-report.handler.js';
import { GetRunReportController } from './get-run-report/get-run-report.http.js';
import { ListRunsHandler } from './list-runs/list-runs.handler.js';
import { ListRunsController } from './list-runs/list-runs.http.js';
import { StartRunHandler } from './start-run/start-run.handler.js';
import { StartRunController } from './start-run/start-run.http.js';
import { ValidateExperimentHandler } from './validate-experiment/validate-experiment.handler.js';
import { ValidateExperimentController } from './validate-experiment/validate-experiment.http.js';
import { StoryTeller } from './runs/story-teller.js';

/** Experiments with fleets over REST; worker processes run them. */
@Module({
  imports: [CqrsModule],
  controllers: [
    StartRunController,
    GetRunController,
    ListRunsController,
    DeleteRunController,
    GetRunReportController,
    ExplainRunVmController,
    CompareWithRunController,
    ValidateExperimentController,
    ExpandExperimentController,
  ],
  providers: [
    StartRunHandler,
    GetRunHandler,
    ListRunsHandler,
    DeleteRunHandler,
    GetRunReportHandler,
    ExplainRunVmHandler,
    CompareWithRunHandler,
    ValidateExperimentHandler,
    ExpandExperimentHandler,
    StoryTeller,
  ],
})
export class WhatIfModule {}
