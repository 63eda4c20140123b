// Clients of our services, over Connect on the page's own origin.
import { createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';
import { AggregationService } from '../../build/generated/yuheng/aggregation/v1/aggregation_service_pb';
import { IngestionService } from '../../build/generated/yuheng/ingestion/v1/ingestion_service_pb';
import { ReportingService } from '../../build/generated/yuheng/reporting/v1/reporting_service_pb';
import { ValidationService } from '../../build/generated/yuheng/validation/v1/validation_service_pb';
import { noticeRefusals } from './refused_identity';

/** Longest wait for one answer; streams have no such limit. */
export const answerTimeoutMs = 20_000;

const transport = createConnectTransport({
  baseUrl: '/',
  useBinaryFormat: true,
  defaultTimeoutMs: answerTimeoutMs,
  interceptors: [noticeRefusals],
});

export const aggregation = createClient(AggregationService, transport);
export const ingestion = createClient(IngestionService, transport);
export const reporting = createClient(ReportingService, transport);
export const validation = createClient(ValidationService, transport);

/** Options of a call that streams until somebody stops it. */
export const streaming = (signal: AbortSignal) => ({ signal, timeoutMs: 0 });
