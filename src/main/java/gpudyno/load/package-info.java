/// The load generator: real HTTP, open model, two clocks.
///
/// Requests leave at intended times that were fixed before the run ([gpudyno.load.FireTimes]) and are never reshaped by how the server or
/// this client fares. Every latency is kept from the intended and from the actual send time, and the client's own lag is a reported figure.
///
/// I/O is Netty's event loop with only the response decoder in the pipeline: requests are bytes encoded before the run. One loop drives one
/// run; its statistics have one writer and need no locks. (OkHttp, with a thread a call, reached a third of the rate on the same machine.)
@NullMarked
package gpudyno.load;

import org.jspecify.annotations.NullMarked;
