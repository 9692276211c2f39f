/// The load generator: real HTTP, open model, two clocks.
///
/// Requests are sent at intended times that are fixed before the run ([gpudyno.load.FireTimes]) and do not depend on the speed of the
/// server or this client. Every latency is recorded from the intended and from the actual send time, and the client's own lag is reported.
///
/// I/O is Netty's event loop with only the response decoder in the pipeline: requests are bytes encoded before the run. One loop drives one
/// run; its statistics have one writer and need no locks. (OkHttp, with a thread a call, reached a third of the rate on the same machine.)
@NullMarked
package gpudyno.load;

import org.jspecify.annotations.NullMarked;
