import type { IncomingMessage, ServerResponse } from 'node:http';
import { metricsType } from '../../common/metrics/exposition.ts';

/** The path at which Prometheus reads metrics unless it is told another. */
export const metricsPath = '/metrics';

/** Answers with the metrics of the host, as text in the one format that is served. */
export function answerMetrics({ metrics }: { readonly metrics: () => string }) {
  return (_request: IncomingMessage, response: ServerResponse): void => {
    response
      .writeHead(200, { 'Content-Type': metricsType, 'Cache-Control': 'no-store' })
      .end(metrics());
  };
}
