import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The numbers of one process, for Prometheus. Labels are templates, codes and states: never an id, so never a person. */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests: Histogram<'method' | 'route' | 'status'>;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Histogram({
      name: 'heliotrope_http_request_seconds',
      help: 'How long requests took, by route template',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [this.registry],
    });
  }

  observeRequest(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  /** A number that is read when it is asked for. `read` gives one value, or one for each value of the label. */
  gauge(name: string, help: string, read: () => Promise<number | Record<string, number>>, label?: string): void {
    const labelNames = label ? [label] : [];
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      async collect() {
        this.reset();
        try {
          const value = await read();
          if (typeof value === 'number') this.set(value);
          else for (const [key, one] of Object.entries(value)) this.set({ [label!]: key }, one);
        } catch {
          this.reset(); // what cannot be read is absent, and the other numbers still come
        }
      },
    });
  }

  counter<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
