/// Traces of requests: recorded for all, kept for few.
///
/// A request writes its instants into one [gpudyno.trace.RequestTrace]; there are no spans yet, and nothing is allocated for a stage. When the
/// request ends, the [gpudyno.trace.Tracer] decides: the failed, the slow, the anomalous and one a second of the rest are kept, each kind
/// within a bound a second. Only for those are spans made. They go to a thread that stores them and hands them to OpenTelemetry's SDK, whose
/// own processor and exporter send them over OTLP. The SDK's own spans are not used on the way of a request: they
/// would be made for every stage of every request, before anyone knows whether it is kept.
@NullMarked
package gpudyno.trace;

import org.jspecify.annotations.NullMarked;
